"""Resized sample: image, boxes and masks at the size that a detector sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from input_pipeline.annotations.draw_regions import whole_mask
from input_pipeline.detection.detection_objects import (
    DetectionImage,
    DetectionObject,
)


def resized_size(
    size: tuple[int, int], short_side: int, long_side: int
) -> tuple[int, int]:
    """The size of an image that keeps its ratio.

    Source: mmdetection of 2019: the scale is the smaller of `short_side` over
    the short side and `long_side` over the long one; sides round half up.

    Args:
        size: `(height, width)` in pixels.
        short_side: wished length of the shorter side.
        long_side: most of the longer one.

    Returns:
        `(height, width)`, at least 1 each.
    """
    scale = min(short_side / min(size), long_side / max(size))
    height, width = (max(int(side * scale + 0.5), 1) for side in size)
    return height, width


@dataclass(frozen=True, eq=False)
class ResizedSample:
    """An image and its objects, aligned.

    Attributes:
        image: uint8 RGB `(height, width, 3)`.
        boxes: float32 `(objects, 4)`: x1, y1, x2, y2 in its pixels.
        classes: int32 `(objects,)`.
        ignored: bool `(objects,)`: neither to be found nor wrong to find.
        masks: uint8 0 or 1, `(objects, height, width)`; no objects where no
            masks were asked for.
    """

    image: np.ndarray
    boxes: np.ndarray
    classes: np.ndarray
    ignored: np.ndarray
    masks: np.ndarray

    def mirrored(self) -> ResizedSample:
        """The same, left to right."""
        width = self.image.shape[1]
        x1, y1, x2, y2 = self.boxes.T
        return ResizedSample(
            np.ascontiguousarray(self.image[:, ::-1]),
            np.stack([width - x2, y1, width - x1, y2], axis=-1),
            self.classes,
            self.ignored,
            np.ascontiguousarray(self.masks[:, :, ::-1]),
        )


def resized_sample(
    pixels: np.ndarray,
    image: DetectionImage,
    size: tuple[int, int],
    masks: bool = False,
) -> ResizedSample:
    """Resizes an image and its objects.

    Bilinear, half-pixel centers, no antialiasing, as mmdetection's. A mask is
    resized likewise and cut at a half. Objects whose box has a side shorter
    than a pixel of the photograph are left out: nothing can match them.

    Args:
        pixels: uint8 RGB, of the size that `image` says.
        image: its objects.
        size: `(height, width)` to make.
        masks: resize masks too; of an object without an outline it is its
            box.

    Raises:
        ValueError: if the photograph has another size than its annotation.
    """
    if pixels.shape[:2] != (image.height, image.width):
        raise ValueError(
            f"{image.path} has {pixels.shape[1]} x {pixels.shape[0]} pixels, "
            f"its annotation says {image.width} x {image.height}"
        )
    objects = [thing for thing in image.objects if not thing.is_flat]
    height, width = size
    ratios = np.array([width / image.width, height / image.height] * 2)
    boxes = np.array([o.box for o in objects], np.float64).reshape(-1, 4)
    boxes = np.clip(boxes * ratios, 0, [width, height] * 2)
    return ResizedSample(
        _resized(pixels, size),
        boxes.astype(np.float32),
        np.array([o.class_id for o in objects], np.int32),
        np.array([o.ignored for o in objects], bool),
        _masks(objects if masks else (), image, size),
    )


def _masks(
    objects: Sequence[DetectionObject],
    image: DetectionImage,
    size: tuple[int, int],
) -> np.ndarray:
    masks = np.zeros((len(objects), *size), np.uint8)
    for thing, out in zip(objects, masks, strict=True):
        drawn = object_mask(thing, image).astype(np.uint8)
        out[:] = _resized(255 * drawn, size) >= 128
    return masks


def object_mask(thing: DetectionObject, image: DetectionImage) -> np.ndarray:
    """The pixels of an object in its photograph, bool `(height, width)`.

    Of one without an outline those in its box, whose sides are rounded.
    """
    if thing.outline is not None:
        return whole_mask(thing.outline, image.height, image.width)
    mask = np.zeros((image.height, image.width), bool)
    x1, y1, x2, y2 = (int(value + 0.5) for value in thing.box)
    mask[y1:y2, x1:x2] = True
    return mask


def _resized(pixels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    if pixels.shape[:2] == size:
        return pixels
    return cv2.resize(pixels, size[::-1], interpolation=cv2.INTER_LINEAR)
