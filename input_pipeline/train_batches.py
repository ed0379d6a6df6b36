"""Endless training batches whose every batch is known by its number."""

import tensorflow as tf

from input_pipeline.augment import ScaleCropFlip
from input_pipeline.data_config import DataConfig
from input_pipeline.decode.label import decode_label
from input_pipeline.sample import IMAGE, LABEL
from input_pipeline.sources.open_source import open_source
from input_pipeline.sources.skip_unreadable import skip_unreadable


def train_batches(config: DataConfig, start_step: int = 0) -> tf.data.Dataset:
    """Makes endless training batches.

    Batch number k depends on the configuration and k alone: a run that
    stopped after k steps continues exactly with `start_step=k`.

    Args:
        config: what to read and how to augment it.
        start_step: int >= 0, number of batches to leave out. Defaults to 0.

    Returns:
        A dataset of `(images, labels)`: uint8 RGB `(batch_size, height,
        width, 3)` and uint8 ids `(batch_size, height, width)`.

    Raises:
        DataError: if the files are missing or wrong.
        ValueError: if `start_step` is negative.
    """
    if start_step < 0:
        raise ValueError(f"`start_step` must be >= 0. Received: {start_step}")
    source = open_source(config, config.train_split)
    augment = ScaleCropFlip(
        scale=config.scale, crop=config.crop, flip=config.flip
    )

    def make_sample(number, reference):
        sample = source.load(reference)
        sample[LABEL] = decode_label(sample[LABEL], source.spec)
        seed = tf.stack([tf.constant(config.seed, tf.int64), number])
        sample = augment(sample, seed)
        return number, sample[IMAGE], sample[LABEL]

    start = start_step * config.batch_size
    samples = source.mixed(config.seed, start).map(
        make_sample, tf.data.AUTOTUNE, deterministic=config.deterministic
    )
    if config.on_error == "skip":
        samples = skip_unreadable(
            samples, start, lambda number: source.name_of(number, config.seed)
        )
    pairs = samples.map(lambda number, image, label: (image, label))
    batches = pairs.batch(config.batch_size, drop_remainder=True)
    return batches.with_options(_options(config)).prefetch(tf.data.AUTOTUNE)


def _options(config: DataConfig) -> tf.data.Options:
    options = tf.data.Options()
    options.deterministic = config.deterministic
    policy = tf.data.experimental.AutoShardPolicy.DATA
    options.experimental_distribute.auto_shard_policy = policy
    return options
