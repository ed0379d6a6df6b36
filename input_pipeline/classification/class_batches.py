"""Batches of images with one class each, addressable by number."""

from __future__ import annotations

import tensorflow as tf

from input_pipeline.batch_options import batch_options
from input_pipeline.classification.class_data_config import ClassDataConfig
from input_pipeline.classification.class_source import ClassSource
from input_pipeline.classification.evaluation_crop import resize
from input_pipeline.decode.image import (
    decode_image,
    decode_window,
    image_shape,
)
from input_pipeline.decode.picture_header import checked_picture
from input_pipeline.sample import IMAGE, LABEL
from input_pipeline.sources.numbered_samples import (
    evaluation_samples,
    training_samples,
)


@tf.autograph.experimental.do_not_convert
def class_train_batches(
    config: ClassDataConfig,
    source: ClassSource,
    start_step: int = 0,
    shard: tuple[int, int] = (0, 1),
    probe: bool = True,
) -> tf.data.Dataset:
    """Makes endless training batches.

    Batch number k depends on the configuration and k alone, as those of
    `input_pipeline.train_batches`.

    Args:
        config: how to augment and batch.
        source: the images.
        start_step: int >= 0, number of batches to leave out.
        shard: `(index, count)` of several inputs; each makes its part of
            every batch.
        probe: read one of the first images at once.

    Returns:
        A dataset of `(images, labels)`: uint8 RGB `(batch_size, height,
        width, 3)` and int32 class ids `(batch_size,)`.

    Raises:
        DataError: if none of the first images can be read.
        ValueError: if `start_step` is negative, or `shard` is no part of the
            batch.
    """

    def make(number, reference):
        sample = source.read(reference)
        seed = tf.stack([tf.constant(config.seed, tf.int64), number])
        return augmented(config, sample[IMAGE], seed), sample[LABEL]

    blank = _blank(config)
    return (
        training_samples(config, source, make, blank, start_step, shard, probe)
        .batch(config.batch_size // shard[1], drop_remainder=True)
        .with_options(batch_options(shard))
        .prefetch(tf.data.AUTOTUNE)
    )


@tf.autograph.experimental.do_not_convert
def class_eval_batches(
    config: ClassDataConfig,
    source: ClassSource,
    shard: tuple[int, int] = (0, 1),
) -> tf.data.Dataset:
    """Makes evaluation batches: each image once, in the order of the files.

    Args:
        config: what to cut out, and how many in a batch.
        source: the images, not shuffled.
        shard: `(index, count)` of several inputs; each makes batches of every
            `count`-th image, perhaps of none.

    Returns:
        A finite dataset as that of `class_train_batches`; its last batch may
        be smaller. An image that cannot be read ends it, by its name.
    """

    def make(number, reference):
        sample = source.read(reference)
        image = decode_image(sample[IMAGE])
        return config.evaluation_crop.cut(image), sample[LABEL]

    return (
        evaluation_samples(config, source, make, _blank(config), shard)
        .batch(config.eval_batch_size)
        .with_options(batch_options(shard))
        .prefetch(tf.data.AUTOTUNE)
    )


def augmented(
    config: ClassDataConfig, encoded: tf.Tensor, seed: tf.Tensor
) -> tf.Tensor:
    """The crop of a training image: cut, resized, recolored, mirrored.

    Args:
        config: says how.
        encoded: scalar string, JPEG or PNG bytes.
        seed: int64 of shape (2,); the same seed, the same crop.

    Returns:
        uint8 RGB of `crop_size`.
    """
    window, color, light, mirror = tf.unstack(tf.random.split(seed, 4))
    encoded = checked_picture(encoded)
    part = config.crop.window(image_shape(encoded), window)
    image = resize(decode_window(encoded, part), config.crop_size)
    image = config.jitter.change(image, color)
    image = config.lighting.change(image, light)
    flips = config.flip.flips(mirror)
    image = tf.cond(flips, lambda: image[:, ::-1], lambda: image)
    image.set_shape((*config.crop_size, 3))
    return image


def _blank(config: ClassDataConfig) -> tuple[tf.Tensor, tf.Tensor]:
    return tf.zeros((*config.crop_size, 3), tf.uint8), tf.constant(0)
