import math

import pytest

from input_pipeline.doctor.class_counts import count_split
from input_pipeline.doctor.class_weights import (
    enet_weights,
    median_frequency_weights,
)
from tests.input_pipeline.doctor.sample_facts import SPEC, sample_facts


@pytest.fixture
def counts():
    facts = [
        sample_facts("a", stored={0: 60, 1: 30, 255: 10}),
        sample_facts("b", stored={0: 100}),
    ]
    return count_split(facts, SPEC, "train")


def test_median_frequency_by_hand(counts):
    # Frequencies: 160 of 190, and 30 of 90; their median lies between.
    often, seldom = 160 / 190, 30 / 90
    median = (often + seldom) / 2
    assert median_frequency_weights(counts, 3) == [
        pytest.approx(median / often, abs=1e-4),
        pytest.approx(median / seldom, abs=1e-4),
        None,
    ]


def test_enet_by_hand(counts):
    assert enet_weights(counts, 3) == [
        pytest.approx(1 / math.log(1.02 + 160 / 190), abs=1e-4),
        pytest.approx(1 / math.log(1.02 + 30 / 190), abs=1e-4),
        None,
    ]


def test_no_label_gives_no_weight():
    counts = count_split([], SPEC, "train")
    assert median_frequency_weights(counts, 2) == [None, None]
    assert enet_weights(counts, 2) == [None, None]
