"""A Mask R-CNN of some ten thousand weights, and what it is fed."""

import numpy as np

from deeplab_family.detection import MaskRCNNConfig
from tests.small_backbone import SmallBackboneConfig

SIDE = 96
COLORS = ((230, 30, 30), (30, 30, 230))


def small_config(**changes) -> MaskRCNNConfig:
    numbers = {
        "num_classes": 2,
        "backbone": SmallBackboneConfig(output_stride=32),
        "frozen_batch_norm": False,
        "anchor_scale": 4.0,
        "pyramid_filters": 16,
        "rpn_samples": 64,
        "train_before_nms": 40,
        "train_after_nms": 40,
        "test_before_nms": 40,
        "test_after_nms": 20,
        "roi_samples": 32,
        "box_units": 64,
        "mask_filters": 16,
        "mask_convolutions": 1,
        "detections_per_image": 10,
    }
    return MaskRCNNConfig(**{**numbers, **changes})


def drawn_batch(boxes, classes=None, ignored=None) -> dict:
    """Images with one colored box each object: a training batch.

    Args:
        boxes: `(batch, m, 4)`.
        classes: `(batch, m)`, -1 for empty slots; None for 0, 1, ... in turn.
        ignored: bool `(batch, m)`; None for none.
    """
    boxes = np.array(boxes, "float32").reshape(len(boxes), -1, 4)
    batch, number = boxes.shape[:2]
    if classes is None:
        classes = np.arange(number) % 2 + np.zeros((batch, 1))
    classes = np.array(classes, "int32").reshape(batch, number)
    images = np.full((batch, SIDE, SIDE, 3), 90, "float32")
    images += np.random.default_rng(0).normal(0, 8, images.shape)
    masks = np.zeros((batch, number, SIDE, SIDE), "uint8")
    for image in range(batch):
        for index in range(number):
            x1, y1, x2, y2 = boxes[image, index].astype(int)
            if classes[image, index] >= 0:
                images[image, y1:y2, x1:x2] = COLORS[classes[image, index]]
                masks[image, index, y1:y2, x1:x2] = 1
    if ignored is None:
        ignored = np.zeros((batch, number), bool)
    return {
        "image": images.astype("float32"),
        "image_size": np.array([[SIDE, SIDE]] * batch, "int32"),
        "boxes": boxes,
        "classes": classes,
        "ignored": np.array(ignored, bool).reshape(batch, number),
        "masks": masks,
    }
