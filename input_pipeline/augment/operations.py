"""Operations: the random changes of a training sample, by where they act.

A sample passes through them in three stages: changes of color, then the five
geometric ones of `GEOMETRY`, then changes of the finished crop. To add one,
derive a frozen dataclass from `ColorOperation` or `CropOperation` and make it
a field of `DataConfig`; fields of one stage act in the order of the fields.
"""

from __future__ import annotations

import zlib
from abc import ABC, abstractmethod
from collections import Counter

from input_pipeline import lazy_tensorflow as tf
from input_pipeline.augment.cut_patch import CutPatch
from input_pipeline.augment.random_crop import RandomCrop
from input_pipeline.augment.random_flip import RandomFlip
from input_pipeline.augment.random_rotation import RandomRotation
from input_pipeline.augment.random_scale import RandomScale
from input_pipeline.sample import IMAGE, Sample

GEOMETRY = (CutPatch, RandomScale, RandomRotation, RandomCrop, RandomFlip)
"""What moves pixels, in this order; done in one step by `FusedAugmentation`."""


class ColorOperation(ABC):
    """Changes the color of each pixel by itself; the label stays.

    So a crop of the changed image is the changed crop, and only the part of
    a photograph that is decoded is changed. Padding keeps its color.
    """

    @abstractmethod
    def change(self, image: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        """Changes an image.

        Args:
            image: uint8 RGB `(height, width, 3)`, or float32 of other
                pictures, `(height, width, channels)` in 0..255.
            seed: int tensor of shape (2,); the same seed, the same change.

        Returns:
            The same shape and dtype.
        """

    def __call__(self, sample: Sample, seed: tf.Tensor) -> Sample:
        """Changes the image of a sample."""
        return {**sample, IMAGE: self.change(sample[IMAGE], seed)}


class CropOperation(ABC):
    """Changes the finished crop, padding included: image, label, or both."""

    @abstractmethod
    def __call__(self, sample: Sample, seed: tf.Tensor) -> Sample:
        """Changes a sample whose image and label have the crop's size.

        Args:
            sample: `image`, uint8 RGB `(height, width, 3)`, and `label`, uint8
                ids `(height, width)`; both keep shape and dtype.
            seed: int tensor of shape (2,); the same seed, the same change.
        """


Operation = (
    ColorOperation
    | CutPatch
    | RandomScale
    | RandomRotation
    | RandomCrop
    | RandomFlip
    | CropOperation
)


def check_order(operations: tuple[Operation, ...]) -> None:
    """Raises `ValueError` unless operations stand in the three stages."""
    stages = [_stage(operation) for operation in operations]
    geometry = [type(o) for o in operations if type(o) in GEOMETRY]
    if stages != sorted(stages) or geometry != list(GEOMETRY):
        names = ", ".join(kind.__name__ for kind in GEOMETRY)
        raise ValueError(
            "`operations` must be changes of color, then one each of "
            f"{names}, then changes of the crop. Received: "
            f"{', '.join(type(o).__name__ for o in operations)}"
        )


def with_seeds(
    operations: tuple[Operation, ...], seed: tf.Tensor
) -> list[tuple[Operation, tf.Tensor]]:
    """Gives each operation a seed, from that of the sample.

    It depends on the name of the operation alone, so that another one more
    changes nothing in what the rest draws.

    Args:
        operations: who draws.
        seed: int tensor of shape (2,).

    Returns:
        Pairs of an operation and its seed, in the same order.
    """
    parts = tf.unstack(tf.random.split(seed, len(_SPLIT)))
    first = dict(zip(_SPLIT, parts, strict=True))
    pairs, seen = [], Counter()
    for operation in operations:
        name = type(operation).__name__
        seen[name] += 1
        if name in first and seen[name] == 1:
            own = first[name]
        else:
            word = f"{name} {seen[name]}".encode()
            own = tf.random.fold_in(seed, zlib.crc32(word) >> 1)
        pairs.append((operation, own))
    return pairs


# Their seeds were split off before others came; runs must go on with them.
_SPLIT = (
    "RandomScale",
    "RandomCrop",
    "RandomFlip",
    "CutPatch",
    "RandomRotation",
    "ColorJitter",
)


def _stage(operation: Operation) -> int:
    if isinstance(operation, ColorOperation):
        return 0
    return 2 if isinstance(operation, CropOperation) else 1
