from input_pipeline.doctor.class_counts import count_split
from input_pipeline.inspection.stats import (
    Problem,
    class_pixels,
)
from tests.input_pipeline.doctor.sample_facts import SPEC, sample_facts


def test_split_sums_its_own_labels():
    facts = [
        sample_facts("a", stored={0: 60, 1: 30, 255: 10}),
        sample_facts("b", stored={0: 100}),
        sample_facts("c", ("val",), stored={2: 100}),
    ]
    counts = count_split(facts, SPEC, "train")
    assert counts.labels == 2
    assert counts.pixels[[0, 1, 2, 255]].tolist() == [160, 30, 0, 10]
    assert counts.images[[0, 1, 2]].tolist() == [2, 1, 0]
    assert counts.around[[0, 1, 2]].tolist() == [190, 90, 0]
    assert counts.shares[0] == 0.8
    assert count_split(facts, SPEC, None).labels == 3


def test_unusable_labels_count_nowhere():
    problem = Problem("label_rgb", "")
    facts = [sample_facts("a", stored={0: 9}, problem=problem)]
    assert count_split(facts, SPEC, "train").labels == 0
    assert class_pixels(facts[0].label, SPEC) is None
