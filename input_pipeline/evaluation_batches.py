"""Evaluation batches: every image once, in order, at its own size."""

import tensorflow as tf

from input_pipeline.augment.mean_subtraction import (
    MEAN_OF,
    add_mean,
    subtract_mean,
)
from input_pipeline.augment.pad import padding_color
from input_pipeline.batch_options import batch_options
from input_pipeline.check.all_samples import refuse_larger
from input_pipeline.data_config import DataConfig
from input_pipeline.decode.image import decode_checked
from input_pipeline.opened_data import OpenedData, open_data
from input_pipeline.sample import IGNORE_LABEL, IMAGE, LABEL, ORIENTATION
from input_pipeline.sources.source import SplitSource


def eval_batches(
    config: DataConfig,
    limit: int | None = None,
    shard: tuple[int, int] = (0, 1),
) -> tf.data.Dataset:
    """Makes evaluation batches.

    Images of a batch that differ in size are padded at the bottom and right
    with the color of `padding` and the ignored label. The last batch may be
    smaller.

    Args:
        config: what to read.
        limit: int >= 1, at most so many images, spread evenly over the split;
            only their files are checked. Defaults to None: all.
        shard: `(index, count)` of several inputs, as with one for each
            machine: batches index, index + count, ..., each as it is without
            shards. Nothing else is read. Defaults to (0, 1).

    Returns:
        A finite dataset of `(images, labels)`: `(batch, height, width,
        channels)` of `config.pictures`, uint8 RGB or float32 in 0..255, and
        uint8 ids `(batch, height, width)`.

    Raises:
        DataError: if the files are missing or wrong, or an image is larger
            than `eval_size`.
        ValueError: if `shard` is not `0 <= index < count`.
    """
    return open_data(config).eval_batches(limit, shard)


@tf.autograph.experimental.do_not_convert
def make_eval_batches(
    data: OpenedData, limit: int | None, shard: tuple[int, int]
) -> tf.data.Dataset:
    """The way of evaluation batches, step by step; see `eval_batches`."""
    config = data.config
    source = evaluation_source(data, limit)
    pictures = config.pictures
    color = padding_color(config.padding, pictures.channels)

    def read_sample(reference):
        sample = source.read(reference)
        image = sample[IMAGE]
        if image.dtype == tf.string:
            image = decode_checked(image, sample[ORIENTATION])
        # Relative to the color of the padding, which then has one value.
        return subtract_mean(image, color), sample[LABEL]

    height, width = config.eval_size or (None, None)
    return (
        _share(source.in_order(limit), config.eval_batch_size, shard)
        .map(read_sample, tf.data.AUTOTUNE)
        .padded_batch(
            config.eval_batch_size,
            padded_shapes=(
                (height, width, pictures.channels),
                (height, width),
            ),
            padding_values=(
                tf.constant(MEAN_OF[pictures.dtype], pictures.dtype),
                tf.constant(IGNORE_LABEL, tf.uint8),
            ),
        )
        .map(
            lambda images, labels: (add_mean(images, color), labels),
            tf.data.AUTOTUNE,
        )
        .with_options(batch_options(shard))
        .prefetch(tf.data.AUTOTUNE)
    )


def evaluation_source(
    data: OpenedData, limit: int | None = None
) -> SplitSource:
    """Source of the samples to judge by, after their check.

    Raises:
        DataError: as `eval_batches`.
    """
    config = data.config
    source = data.source(config.eval_split, limit)
    if config.eval_size:
        refuse_larger(source.samples, config.eval_size)
    return source


def _share(
    references: tf.data.Dataset, batch_size: int, shard: tuple[int, int]
) -> tf.data.Dataset:
    """The references of every count-th batch."""
    index, count = shard
    if not 0 <= index < count:
        raise ValueError(
            "`shard` must be (index, count) with 0 <= index < count. "
            f"Received: {shard}"
        )
    if count == 1:
        return references
    return references.batch(batch_size).shard(count, index).unbatch()
