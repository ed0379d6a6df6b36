"""Scale, crop and flip in one step that touches only the pixels it needs."""

from dataclasses import dataclass, field

import tensorflow as tf

from input_pipeline.augment.pad import pad_sample
from input_pipeline.augment.random_crop import RandomCrop
from input_pipeline.augment.random_flip import RandomFlip
from input_pipeline.augment.random_scale import RandomScale
from input_pipeline.augment.resample import (
    Axis,
    resample_image,
    resample_label,
    source_window,
)
from input_pipeline.decode.image import decode_window, image_shape
from input_pipeline.sample import IMAGE, LABEL, Sample


@dataclass(frozen=True, kw_only=True)
class ScaleCropFlip:
    """`RandomScale`, `RandomCrop` and `RandomFlip` one after another, faster.

    The window is drawn before any pixel is touched; then only the part of the
    photograph below it is decoded and resized, already mirrored. The result
    equals the plain order, the image within one gray level.

    Args:
        scale: `RandomScale`.
        crop: `RandomCrop`.
        flip: `RandomFlip`.
    """

    scale: RandomScale = field(default_factory=RandomScale)
    crop: RandomCrop = field(default_factory=RandomCrop)
    flip: RandomFlip = field(default_factory=RandomFlip)

    def __call__(self, sample: Sample, seed: tf.Tensor) -> Sample:
        """Decodes and transforms a sample.

        Args:
            sample: sample whose `image` is still JPEG or PNG bytes, a scalar
                string, and whose `label` is decoded.
            seed: int tensor of shape (2,).

        Returns:
            The sample with `image` and `label` of the crop's size.
        """
        size = tf.shape(sample[LABEL])
        tf.debugging.assert_equal(
            image_shape(sample[IMAGE]), size, "image and label differ in size"
        )
        rows, columns = self._axes(size, seed)
        window = source_window(rows, columns)
        pixels = decode_window(sample[IMAGE], window)
        visible = {
            **sample,
            IMAGE: resample_image(pixels, window[:2], rows, columns),
            LABEL: resample_label(sample[LABEL], rows, columns),
        }
        return pad_sample(visible, self.crop.size, to_left=columns.reverse)

    def in_plain_order(self, sample: Sample, seed: tf.Tensor) -> Sample:
        """Does the same to a decoded sample, one operation after another."""
        seeds = tf.unstack(tf.random.split(seed, 3))
        for operation, own_seed in zip(
            (self.scale, self.crop, self.flip), seeds, strict=True
        ):
            sample = operation(sample, own_seed)
        return sample

    def _axes(self, size: tf.Tensor, seed: tf.Tensor) -> tuple[Axis, Axis]:
        scale_seed, crop_seed, flip_seed = tf.unstack(tf.random.split(seed, 3))
        factor = self.scale.factor(scale_seed)
        scaled = self.scale.scaled_size(size, factor)
        start = self.crop.offset(scaled, crop_seed)
        count = tf.minimum(scaled, tf.constant(self.crop.size))
        rows, columns = (
            dict(
                start=start[i], count=count[i], source=size[i], target=scaled[i]
            )
            for i in range(2)
        )
        flips = self.flip.flips(flip_seed)
        return Axis(**rows), Axis(**columns, reverse=flips)
