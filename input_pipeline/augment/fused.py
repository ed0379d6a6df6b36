"""Fused augmentation: scale, rotate, crop, flip in one read of the pixels."""

from dataclasses import dataclass

import tensorflow as tf

from input_pipeline.augment.cut_patch import CutPatch
from input_pipeline.augment.operations import (
    GEOMETRY,
    ColorOperation,
    Operation,
    check_order,
    with_seeds,
)
from input_pipeline.augment.pad import pad_sample, padding_color
from input_pipeline.augment.pad_region import (
    cut,
    overlap,
    pad_image_region,
)
from input_pipeline.augment.random_flip import RandomFlip
from input_pipeline.augment.resample import (
    Axis,
    resample_image,
    resample_label,
    source_window,
)
from input_pipeline.augment.rotation import Rotation
from input_pipeline.decode.image import decode_window, image_shape
from input_pipeline.sample import IMAGE, LABEL, ORIENTATION, REGION, Sample


@dataclass(frozen=True)
class FusedAugmentation:
    """Some operations one after another, faster.

    The window is drawn before any pixel is touched; then only the part of the
    photograph below it is decoded, changed in color and resized, already
    mirrored. The result equals the plain order, the image within one gray
    level.

    Args:
        operations: what happens, in order: changes of color, the operations of
            `GEOMETRY`, changes of the crop.

    Raises:
        ValueError: if `operations` are none of these, or in another order.
    """

    operations: tuple[Operation, ...]

    def __post_init__(self):
        check_order(self.operations)

    def __call__(self, sample: Sample, seed: tf.Tensor) -> Sample:
        """Decodes and transforms a sample.

        Args:
            sample: sample whose `image` is still JPEG or PNG bytes, a scalar
                string, or decoded `(height, width, channels)`, and whose
                `label` is decoded. Where `orientation` is in it, the bytes
                were checked, and their upright size is the label's.
            seed: int tensor of shape (2,).

        Returns:
            The sample with `image` and `label` of the crop's size.
        """
        if ORIENTATION not in sample:
            tf.debugging.assert_equal(
                _image_size(sample),
                tf.shape(sample[LABEL]),
                "image and label differ in size",
            )
        pairs = with_seeds(self.operations, seed)
        colors = [pair for pair in pairs if isinstance(pair[0], ColorOperation)]
        moved = len(colors) + len(GEOMETRY)
        sample = _move(sample, colors, pairs[len(colors) : moved])
        for operation, own in pairs[moved:]:
            sample = operation(sample, own)
        return sample

    def in_plain_order(self, sample: Sample, seed: tf.Tensor) -> Sample:
        """Does the same to a decoded sample, one operation after another."""
        for operation, own in with_seeds(self.operations, seed):
            sample = operation(sample, own)
        return sample


def _image_size(sample: Sample) -> tf.Tensor:
    image = sample[IMAGE]
    if image.dtype == tf.string:
        return image_shape(image)
    return tf.shape(image)[:2]


def _move(sample: Sample, colors, geometry) -> Sample:
    """Reads the crop that operations of `GEOMETRY` with their seeds draw."""
    (patch, scale, turn, crop, flip), seeds = zip(*geometry, strict=True)
    region = patch.region(sample, seeds[0])
    size = scale.scaled_size(region[2:], scale.factor(seeds[1]))
    start = crop.offset(size, seeds[3])
    count = tf.minimum(size, tf.constant(crop.size))
    flips = flip.flips(seeds[4])
    part = _Part(sample, patch, region, size, colors)
    if turn:
        rotation = Rotation(turn.angle(seeds[2]), size, start, count)
        corner, around = rotation.window()
        visible = part.read(corner, around, tf.constant(False))
        visible = turn.turned(visible, rotation, corner)
        visible = RandomFlip.mirrored(visible, flips)
    else:
        visible = part.read(start, count, flips)
    return pad_sample(visible, crop.size, flips, crop.padding)


@dataclass(frozen=True)
class _Part:
    """What is read: a region of a sample, scaled to a size, and recolored."""

    sample: Sample
    patch: CutPatch
    region: tf.Tensor
    size: tf.Tensor
    colors: list[tuple[ColorOperation, tf.Tensor]]

    def read(self, start, count, flips) -> Sample:
        """Reads a window of the scaled region, mirrored where `flips`."""
        rows, columns = (
            dict(
                start=start[i],
                count=count[i],
                source=self.region[2 + i],
                target=self.size[i],
            )
            for i in range(2)
        )
        rows, columns = Axis(**rows), Axis(**columns, reverse=flips)
        window = source_window(rows, columns)
        label = self.patch.label(self.sample, self.region)
        used = (REGION, ORIENTATION)
        rest = {k: v for k, v in self.sample.items() if k not in used}
        return {
            **rest,
            IMAGE: resample_image(
                self._pixels(window), window[:2], rows, columns
            ),
            LABEL: resample_label(label, rows, columns),
        }

    def _pixels(self, window: tf.Tensor) -> tf.Tensor:
        if REGION not in self.sample:
            return self._recolored(window)
        place = window + tf.concat([self.region[:2], [0, 0]], 0)
        on_picture = overlap(place, tf.shape(self.sample[LABEL]))
        pixels = self._recolored(on_picture.inside)
        color = padding_color(self.patch.padding, pixels.shape[-1])
        return pad_image_region(pixels, on_picture, color)

    def _recolored(self, window: tf.Tensor) -> tf.Tensor:
        pixels = self.sample[IMAGE]
        if pixels.dtype == tf.string:
            known = ()
            if ORIENTATION in self.sample:
                size = tf.shape(self.sample[LABEL])
                known = self.sample[ORIENTATION], size
            pixels = decode_window(pixels, window, *known)
        else:
            pixels = cut(pixels, window)
        for operation, seed in self.colors:
            pixels = operation.change(pixels, seed)
        return pixels
