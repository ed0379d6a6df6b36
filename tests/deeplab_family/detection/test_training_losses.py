import numpy as np

from deeplab_family.detection.training_losses import (
    draw_regions,
    read_truths,
    region_classes,
)
from tests.deeplab_family.detection.small_detector import small_config

PROPOSALS = np.array([[[0, 0, 10, 9], [50, 50, 70, 70], [0, 0, 0, 0]]], "f4")
VALID = np.array([[True, True, False]])
BATCH = {
    "boxes": np.array(
        [[[0, 0, 10, 10], [30, 30, 30, 60], [50, 50, 70, 70], [1, 1, 2, 2]]],
        "float32",
    ),
    "classes": np.array([[1, 0, 0, -1]]),
    "ignored": np.array([[False, False, True, False]]),
}


def test_true_boxes_are_drawn_but_none_that_is_ignored_empty_or_flat():
    config = small_config(roi_positive_share=1.0)
    truths = read_truths(BATCH)
    regions = draw_regions(PROPOSALS, VALID, truths, config, seed=0)
    used = np.asarray(regions.used)[0]
    boxes = np.asarray(regions.boxes)[0][used].tolist()
    classes = np.asarray(region_classes(regions, truths))[0][used].tolist()
    # On the ignored object a proposal is background.
    assert sorted(zip(boxes, classes, strict=True)) == [
        ([0, 0, 10, 9], 2),
        ([0, 0, 10, 10], 2),
        ([50, 50, 70, 70], 0),
    ]
    assert np.asarray(regions.positive)[0].tolist()[:3] == [True, True, False]
