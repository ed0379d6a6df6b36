"""Training batches: endless, shuffled, augmented, addressable by number."""

import tensorflow as tf

from input_pipeline.batch_options import batch_options
from input_pipeline.data_config import DataConfig
from input_pipeline.opened_data import OpenedData, open_data
from input_pipeline.sample import IMAGE, LABEL
from input_pipeline.service.distribution import distribute
from input_pipeline.sources.numbered_samples import check_shard
from input_pipeline.sources.sample_tries import Tries
from input_pipeline.sources.source import Source
from input_pipeline.sources.unreadable_samples import (
    skip_unreadable,
    stop_at_unreadable,
)


def train_batches(
    config: DataConfig, start_step: int = 0, shard: tuple[int, int] = (0, 1)
) -> tf.data.Dataset:
    """Makes endless training batches.

    Batch number k depends on the configuration and k alone: a run that
    stopped after k steps continues exactly with `start_step=k`.

    Args:
        config: what to read and how to augment it.
        start_step: int >= 0, number of batches to leave out. Defaults to 0.
        shard: `(index, count)` of several inputs, as with one for each
            machine. Each makes its part of every batch, `batch_size / count`
            images, and reads nothing else. Defaults to (0, 1).

    Returns:
        A dataset of `(images, labels)`: `(batch_size, height, width,
        channels)` of `config.pictures`, uint8 RGB or float32 in 0..255, and
        uint8 ids `(batch_size, height, width)`.

    Raises:
        DataError: if the files are missing or wrong.
        ValueError: if `start_step` is negative, or `shard` is no part of the
            batch.
    """
    return open_data(config).train_batches(start_step, shard)


# Nothing in it needs AutoGraph, whose rewriting of its sources took five
# seconds of every start.
@tf.autograph.experimental.do_not_convert
def make_train_batches(
    data: OpenedData, start_step: int, shard: tuple[int, int]
) -> tf.data.Dataset:
    """The way of training batches, step by step; see `train_batches`."""
    config = data.config
    index, count = shard
    if count > 1 and config.service:
        raise ValueError(
            "`shard` is for inputs that are made where they are used; a data "
            f"service deals the samples itself. Received: {shard}"
        )
    check_shard(config.batch_size, start_step, shard)
    # Files that were checked just now need no try before the first batch.
    probe = not config.check or data.gave_training_batches
    source = data.training
    first = start_step * config.batch_size

    # 1. Which sample comes when: (number, reference) from `first` on.
    references = source.mixed(config.seed, first).shard(count, index)
    # 2. Read, decode and augment each: (image, label).
    tries = Tries(
        references,
        _make_sample(config, source),
        _blank(config),
        first + index,
        count,
    )
    # 3. What cannot be read is left out, or ends it by name.
    if config.on_error == "skip":
        pairs = skip_unreadable(tries, source, config.seed, config.skip_limit)
    elif config.deterministic:
        pairs = stop_at_unreadable(tries, source, config.seed, probe)
    else:  # nobody can tell which number is missing
        pairs = references.map(
            tries.make, tf.data.AUTOTUNE, deterministic=False
        )
    # 4. Batch: (images, labels).
    batches = pairs.batch(config.batch_size // count, drop_remainder=True)
    # 5. The workers of a data service take over all of that.
    if config.service:
        batches = distribute(batches, config.service)
    # 6. Keep some ready.
    options = batch_options(shard)
    options.deterministic = config.deterministic
    return batches.with_options(options).prefetch(tf.data.AUTOTUNE)


def _make_sample(config: DataConfig, source: Source):
    """A function of number and reference that gives image and label."""
    augment = config.augment

    def make_sample(number, reference):
        sample = source.read(reference)
        seed = tf.stack([tf.constant(config.seed, tf.int64), number])
        sample = augment(sample, seed)
        return sample[IMAGE], sample[LABEL]

    return make_sample


def _blank(config: DataConfig) -> tuple[tf.Tensor, tf.Tensor]:
    pictures = config.pictures
    shape = (*config.crop_size, pictures.channels)
    image = tf.zeros(shape, pictures.dtype)
    return image, tf.zeros(config.crop_size, tf.uint8)
