import numpy as np

from input_pipeline import DatasetSpec
from input_pipeline.doctor.class_counts import class_pixels, count_split
from input_pipeline.doctor.facts import LabelFacts, Problem
from tests.input_pipeline.doctor.sample_facts import SPEC, sample_facts


def pixels_of(spec, **label):
    return class_pixels(LabelFacts(**label), spec)


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


def test_ids_that_nobody_lists_count_nowhere():
    assert pixels_of(SPEC, stored={1: 5, 7: 5}).sum() == 5
    assert pixels_of(None, stored={1: 5, 7: 5}).sum() == 10


def test_label_map_is_applied():
    spec = DatasetSpec(
        ("a", "b"), SPEC.palette[:2], label_map=((7, 0), (9, 1), (4, 255))
    )
    pixels = pixels_of(spec, stored={7: 1, 9: 2, 4: 3, 0: 4})
    assert pixels[[0, 1, 255]].tolist() == [1, 2, 3] and pixels.sum() == 6


def test_label_colors_are_applied():
    spec = DatasetSpec(
        ("a", "b"),
        SPEC.palette[:2],
        label_colors=(((255, 0, 0), 0), ((0, 0, 0), 255)),
    )
    pixels = pixels_of(spec, colors={(255, 0, 0): 4, (0, 0, 0): 5})
    assert pixels[[0, 255]].tolist() == [4, 5]


def test_other_ignore_label_counts_as_255():
    spec = DatasetSpec(("a",), ((0, 0, 0),), ignore_label=11)
    assert np.flatnonzero(pixels_of(spec, stored={0: 1, 11: 2})).tolist() == [
        0,
        255,
    ]
