import numpy as np

from input_pipeline import DatasetSpec
from input_pipeline.inspection.stats import (
    LabelStats,
    class_pixels,
)
from tests.input_pipeline.doctor.sample_facts import SPEC


def pixels_of(spec, **label):
    return class_pixels(LabelStats(**label), spec)


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
