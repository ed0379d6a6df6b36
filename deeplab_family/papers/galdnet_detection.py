"""The rows of GALD-Net's table 3: detection and instance segmentation.

Source: Li et al., arXiv:1909.07229, table 3, section 4.2.
"""

import dataclasses

from deeplab_family.detection.detection_protocol import DetectionProtocol
from deeplab_family.detection.detector_recipe import (
    coco_mask_rcnn,
    voc07_faster_rcnn,
)
from deeplab_family.papers.row import Row

VOC_CLASSES, COCO_CLASSES = 20, 80
BLOCKS = {"": None, "+NL": "non_local", "+CGNL": "cgnl", "+GALD": "gald"}
VOC_SCORES = {
    50: {"": 80.6, "+NL": 81.3, "+CGNL": 81.1, "+GALD": 81.5},
    101: {"": 80.7, "+NL": 82.3, "+GALD": 83.0},
}
COCO_SCORES = {
    50: {
        "": (38.2, 34.8),
        "+NL": (39.0, 35.3),
        "+CGNL": (38.9, 35.4),
        "+GALD": (39.2, 35.6),
    },
    101: {"": (40.2, 36.3), "+NL": (40.9, 37.2), "+GALD": (41.1, 37.8)},
}
"""AP of boxes and of masks."""

VOC_TEST = DetectionProtocol(
    split="test",
    score="voc07_map",
    short_side=600,
    long_side=1000,
    source="section 4.2: trained on VOC 2007 and 2012 trainval, tested on VOC "
    "2007 test; sides, and the mean over 11 points, as mmdetection's config of "
    "VOC has them",
)
COCO_VAL = DetectionProtocol(
    split="val",
    score="box_ap",
    short_side=800,
    long_side=1333,
    source='section 4.2: "COCO minival", val 2017; sides as mmdetection has '
    "them",
)
PLACE = (
    "Where the block sits is not said beyond the end of stage 4, and no code "
    "of it was released: on the map of stride 32, before the pyramid."
)
LENGTH = (
    "How long COCO is trained is not said; its baselines lie between "
    "mmdetection's schedules 1x and 2x: 1x."
)
WEIGHTS = (
    "The backbone has its strides where Keras' ImageNet weights have them, on "
    "the first 1x1 convolution."
)


def table_3a() -> tuple[Row, ...]:
    """Faster R-CNN on VOC 2007 test."""
    return tuple(
        _row("table 3a", "Faster R-CNN", depth, block, score)
        for depth, scores in VOC_SCORES.items()
        for block, score in scores.items()
    )


def table_3b() -> tuple[Row, ...]:
    """Mask R-CNN on COCO: the AP of boxes; that of masks in the note."""
    return tuple(
        dataclasses.replace(
            _row("table 3b", "Mask R-CNN", depth, block, box),
            note=f"AP of masks {mask:g}",
        )
        for depth, scores in COCO_SCORES.items()
        for block, (box, mask) in scores.items()
    )


def _row(table: str, base: str, depth, block: str, score: float) -> Row:
    of_voc = table == "table 3a"
    recipe = (voc07_faster_rcnn if of_voc else coco_mask_rcnn)(
        BLOCKS[block], depth
    )
    classes = VOC_CLASSES if of_voc else COCO_CLASSES
    said = [PLACE] if block else []
    said += [] if of_voc else [LENGTH]
    return Row(
        table=table,
        name=f"{block or base}, ResNet-{depth}",
        config=dataclasses.replace(recipe.model, num_classes=classes),
        paper_value=score,
        metric="mAP at IoU .5, VOC 2007 test" if of_voc else "AP, COCO val",
        crop_size=VOC_TEST.short_side if of_voc else COCO_VAL.short_side,
        recipe=recipe,
        protocol=VOC_TEST if of_voc else COCO_VAL,
        instead=" ".join([*said, WEIGHTS]),
    )
