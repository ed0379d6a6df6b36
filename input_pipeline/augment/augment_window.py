"""All random changes in one step that touches only the pixels it needs."""

from dataclasses import dataclass, field

import tensorflow as tf

from input_pipeline.augment.color_jitter import ColorJitter
from input_pipeline.augment.cut_patch import CutPatch
from input_pipeline.augment.pad import pad_sample, padding_color
from input_pipeline.augment.random_crop import RandomCrop
from input_pipeline.augment.random_flip import RandomFlip
from input_pipeline.augment.random_rotation import RandomRotation
from input_pipeline.augment.random_scale import RandomScale
from input_pipeline.augment.resample import (
    Axis,
    resample_image,
    resample_label,
    source_window,
)
from input_pipeline.augment.rotation import Rotation
from input_pipeline.augment.surround import overlap, surround_image
from input_pipeline.decode.image import decode_window, image_shape
from input_pipeline.sample import IMAGE, LABEL, ORIENTATION, REGION, Sample

ORDER = ("jitter", "patch", "scale", "rotation", "crop", "flip")


@dataclass(frozen=True, kw_only=True)
class AugmentWindow:
    """The operations of `ORDER` one after another, faster.

    The window is drawn before any pixel is touched; then only the part of the
    photograph below it is decoded and resized, already mirrored. The result
    equals the plain order, the image within one gray level.

    Args:
        jitter: `ColorJitter`, of the photograph alone and not of padding.
        patch: `CutPatch`.
        scale: `RandomScale`.
        rotation: `RandomRotation`.
        crop: `RandomCrop`.
        flip: `RandomFlip`.
    """

    jitter: ColorJitter = field(default_factory=ColorJitter)
    patch: CutPatch = field(default_factory=CutPatch)
    scale: RandomScale = field(default_factory=RandomScale)
    rotation: RandomRotation = field(default_factory=RandomRotation)
    crop: RandomCrop = field(default_factory=RandomCrop)
    flip: RandomFlip = field(default_factory=RandomFlip)

    def __call__(self, sample: Sample, seed: tf.Tensor) -> Sample:
        """Decodes and transforms a sample.

        Args:
            sample: sample whose `image` is still JPEG or PNG bytes, a scalar
                string, and whose `label` is decoded. Where `orientation` is
                in it, the bytes were checked.
            seed: int tensor of shape (2,).

        Returns:
            The sample with `image` and `label` of the crop's size.
        """
        tf.debugging.assert_equal(
            image_shape(sample[IMAGE], sample.get(ORIENTATION)),
            tf.shape(sample[LABEL]),
            "image and label differ in size",
        )
        seeds = _split(seed)
        region = self.patch.region(sample, seeds["patch"])
        size = self.scale.scaled_size(
            region[2:], self.scale.factor(seeds["scale"])
        )
        start = self.crop.offset(size, seeds["crop"])
        count = tf.minimum(size, tf.constant(self.crop.size))
        flips = self.flip.flips(seeds["flip"])
        part = _Part(sample, region, size, seeds["jitter"])
        if self.rotation:
            angle = self.rotation.angle(seeds["rotation"])
            rotation = Rotation(angle, size, start, count)
            visible = self._turned(part, rotation, flips)
        else:
            visible = self._read(part, start, count, flips)
        return pad_sample(visible, self.crop.size, flips, self.crop.padding)

    def in_plain_order(self, sample: Sample, seed: tf.Tensor) -> Sample:
        """Does the same to a decoded sample, one operation after another."""
        seeds = _split(seed)
        for name in ORDER:
            sample = getattr(self, name)(sample, seeds[name])
        return sample

    def _turned(self, part, rotation: Rotation, flips: tf.Tensor) -> Sample:
        corner, count = rotation.window()
        visible = self._read(part, corner, count, tf.constant(False))
        turned = self.rotation.turned(visible, rotation, corner)
        return RandomFlip.mirrored(turned, flips)

    def _read(self, part, start, count, flips) -> Sample:
        rows, columns = (
            dict(
                start=start[i],
                count=count[i],
                source=part.region[2 + i],
                target=part.size[i],
            )
            for i in range(2)
        )
        rows, columns = Axis(**rows), Axis(**columns, reverse=flips)
        window = source_window(rows, columns)
        label = self.patch.label(part.sample, part.region)
        return {
            **part.rest(),
            IMAGE: resample_image(
                self._pixels(part, window), window[:2], rows, columns
            ),
            LABEL: resample_label(label, rows, columns),
        }

    def _pixels(self, part, window: tf.Tensor) -> tf.Tensor:
        encoded = part.sample[IMAGE]
        orientation = part.sample.get(ORIENTATION)
        if REGION not in part.sample:
            pixels = decode_window(encoded, window, orientation)
            return self.jitter.change(pixels, part.jitter_seed)
        place = window + tf.concat([part.region[:2], [0, 0]], 0)
        on_picture = overlap(place, tf.shape(part.sample[LABEL]))
        pixels = decode_window(encoded, on_picture.inside, orientation)
        pixels = self.jitter.change(pixels, part.jitter_seed)
        color = padding_color(self.patch.padding)
        return surround_image(pixels, on_picture, color)


@dataclass(frozen=True)
class _Part:
    """What is read: a region of a sample, scaled to a size."""

    sample: Sample
    region: tf.Tensor
    size: tf.Tensor
    jitter_seed: tf.Tensor

    def rest(self) -> Sample:
        used = (REGION, ORIENTATION)
        return {k: v for k, v in self.sample.items() if k not in used}


def _split(seed: tf.Tensor) -> dict[str, tf.Tensor]:
    names = ("scale", "crop", "flip", "patch", "rotation", "jitter")
    seeds = tf.unstack(tf.random.split(seed, len(names)))
    return dict(zip(names, seeds, strict=True))
