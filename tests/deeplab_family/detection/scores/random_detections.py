"""Random images with objects, and detections that find some of them."""

import numpy as np

from deeplab_family.detection.scores import Detections
from input_pipeline.annotations.regions import Bitmap
from input_pipeline.detection import DetectionImage, DetectionObject

HEIGHT, WIDTH, CLASSES = 120, 160, 3


def random_boxes(random, count, least=4, most=100) -> np.ndarray:
    corner = random.integers(0, [WIDTH - least, HEIGHT - least], (count, 2))
    size = random.integers(least, most, (count, 2))
    return np.concatenate(
        [corner, np.minimum(corner + size, [WIDTH, HEIGHT])], axis=1
    ).astype(np.float32)


def disk(box) -> Bitmap:
    """The pixels of an ellipse in a box of whole numbers."""
    x1, y1, x2, y2 = (int(value) for value in box)
    y, x = np.mgrid[0 : y2 - y1, 0 : x2 - x1] + 0.5
    height, width = max(y2 - y1, 1), max(x2 - x1, 1)
    inside = (2 * y / height - 1) ** 2 + (2 * x / width - 1) ** 2 <= 1
    return Bitmap(inside, x1, y1)


def random_image(seed: int, difficult: bool = False) -> DetectionImage:
    """Up to eight objects; some are crowds or difficult."""
    random = np.random.default_rng(seed)
    objects = []
    for box in random_boxes(random, random.integers(0, 8)):
        outline = disk(box)
        ignored = bool(random.random() < 0.2)
        objects.append(
            DetectionObject(
                box=tuple(map(float, box)),
                class_id=int(random.integers(CLASSES)),
                area=float(outline.mask.sum()),
                crowd=ignored and not difficult,
                difficult=ignored and difficult,
                outline=outline,
            )
        )
    name = f"{seed}.jpg"
    return DetectionImage(100 + seed, name, HEIGHT, WIDTH, tuple(objects))


def random_detections(image: DetectionImage, seed: int) -> Detections:
    """Objects moved a little, twice each, and others at random."""
    random = np.random.default_rng((seed, 1))
    near = np.repeat(image.boxes, 2, axis=0)
    near = np.rint(near + random.normal(0, 3, near.shape))
    near = np.clip(near, 0, [WIDTH, HEIGHT] * 2)
    near = np.stack(
        [*np.minimum(near[:, :2], near[:, 2:]).T]
        + [*np.maximum(near[:, :2], near[:, 2:]).T],
        axis=1,
    )
    far = random_boxes(random, 4)
    boxes = np.concatenate([near, far]).astype(np.float32)
    classes = np.concatenate(
        [np.repeat(image.classes, 2), random.integers(0, CLASSES, 4)]
    )
    # Rounded, so that some are equal.
    scores = np.round(random.random(len(boxes)), 2).astype(np.float32)
    return Detections(
        boxes, scores, classes.astype(np.int32), tuple(map(disk, boxes))
    )
