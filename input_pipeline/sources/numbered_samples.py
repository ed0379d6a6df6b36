"""Numbered samples: those that one of several inputs makes of each batch."""

import tensorflow as tf

from input_pipeline.sources.sample_tries import Tries
from input_pipeline.sources.unreadable_samples import (
    skip_unreadable,
    stop_at_unreadable,
)

Shard = tuple[int, int]


def training_samples(
    config, source, make, blank, start_step: int, shard: Shard, probe: bool
) -> tf.data.Dataset:
    """Endless samples, of which number n depends on the configuration and n.

    Args:
        config: its `seed`, `batch_size`, `on_error` and `skip_limit`.
        source: the images.
        make: as of `Tries`.
        blank: as of `Tries`.
        start_step: int >= 0, number of batches to leave out.
        shard: `(index, count)` of several inputs; each makes its part of
            every batch.
        probe: make one of the first samples at once.

    Returns:
        A dataset of what `make` gives, without what cannot be read, or ended
        by its name.

    Raises:
        DataError: if none of the first samples can be made.
        ValueError: if `start_step` is negative, or `shard` is no part of the
            batch.
    """
    check_shard(config.batch_size, start_step, shard)
    index, count = shard
    first = start_step * config.batch_size
    references = source.mixed(config.seed, first).shard(count, index)
    tries = Tries(references, make, blank, first + index, count)
    if config.on_error == "skip":
        return skip_unreadable(tries, source, config.seed, config.skip_limit)
    return stop_at_unreadable(tries, source, config.seed, probe)


def evaluation_samples(
    config, source, make, blank, shard: Shard
) -> tf.data.Dataset:
    """Each image once, in the order of the source, or every `count`-th one.

    Args:
        config: its `seed`.
        source: the images, not shuffled.
        make: as of `Tries`.
        blank: as of `Tries`.
        shard: `(index, count)` of several inputs.

    Returns:
        A finite dataset of what `make` gives. An image that cannot be read
        ends it, by its name.
    """
    index, count = shard
    references = source.mixed(config.seed, 0).shard(count, index)
    tries = Tries(references, make, blank, index, count)
    # Begins anew behind the last image, whose mark comes a little later.
    samples = stop_at_unreadable(tries, source, config.seed, probe=False)
    return samples.take(len(range(index, len(source), count)))


def check_shard(batch_size: int, start_step: int, shard: Shard) -> None:
    """Refuses a start or a shard that no batch has.

    Raises:
        ValueError: if `start_step` is negative, or `shard` is no part of the
            batch.
    """
    if start_step < 0:
        raise ValueError(f"`start_step` must be >= 0. Received: {start_step}")
    index, count = shard
    if not 0 <= index < count:
        raise ValueError(
            "`shard` must be (index, count) with 0 <= index < count. "
            f"Received: {shard}"
        )
    if batch_size % count:
        raise ValueError(
            f"`batch_size` must be a multiple of the {count} inputs that "
            f"share a batch. Received: {batch_size}"
        )
