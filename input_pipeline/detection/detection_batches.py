"""Batches of images with boxes, addressable by number."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from input_pipeline.batch_options import batch_options
from input_pipeline.decode.image import decode_image
from input_pipeline.detection.detection_data_config import DetectionDataConfig
from input_pipeline.detection.detection_objects import (
    EMPTY,
    DetectionImage,
)
from input_pipeline.detection.detection_source import DetectionSource
from input_pipeline.detection.resizing import (
    ResizedSample,
    resized_sample,
    resized_size,
)
from input_pipeline.sources.numbered_samples import (
    evaluation_samples,
    training_samples,
)

MULTIPLE = 32
"""Sides of batches: the coarsest stride of a feature pyramid's backbone."""

IMAGE, SIZE = "image", "image_size"
BOXES, CLASSES, IGNORED, MASKS = "boxes", "classes", "ignored", "masks"
INDEX = "image_index"
_FILL = {
    IMAGE: np.uint8(0),
    SIZE: np.int32(0),
    BOXES: np.float32(0),
    CLASSES: np.int32(EMPTY),
    IGNORED: np.bool_(False),
    MASKS: np.uint8(0),
    INDEX: np.int32(0),
}
"""What stands in the empty places of a batch."""

_SHAPES = {
    IMAGE: (None, None, 3),
    SIZE: (2,),
    BOXES: (None, 4),
    CLASSES: (None,),
    IGNORED: (None,),
    MASKS: (None, None, None),
    INDEX: (),
}


@tf.autograph.experimental.do_not_convert
def detection_train_batches(
    config: DetectionDataConfig,
    source: DetectionSource,
    start_step: int = 0,
    shard: tuple[int, int] = (0, 1),
    probe: bool = True,
) -> tf.data.Dataset:
    """Makes endless training batches.

    Batch number k depends on the configuration and k alone, as those of
    `input_pipeline.train_batches`. With `on_error="skip"` later images move
    up where one cannot be read, and then a batch may hold wide and high ones.

    Args:
        config: how to augment and batch.
        source: the images, in mixed order.
        start_step: int >= 0, number of batches to leave out.
        shard: `(index, count)` of several inputs; each makes its part of
            every batch.
        probe: read one of the first images at once.

    Returns:
        A dataset of dicts. `image`: float32 RGB 0..255 `(batch, height,
        width, 3)`, padded at the bottom and right with `config.padding`;
        `image_size`: int32 `(batch, 2)`, height and width of the valid part;
        `boxes`: float32 `(batch, objects, 4)`, x1, y1, x2, y2 in its pixels;
        `classes`: int32 `(batch, objects)`, -1 in empty places; `ignored`:
        bool `(batch, objects)`; with `config.masks` also `masks`: uint8 0 or
        1, `(batch, objects, height, width)`.

    Raises:
        DataError: if none of the first images can be read.
        ValueError: if `start_step` is negative, or `shard` is no part of the
            batch.
    """
    keys = [IMAGE, SIZE, BOXES, CLASSES, IGNORED]
    keys += [MASKS] if config.masks else []

    def change(pixels, place, number):
        return augmented(config, source.images[place], pixels, number)

    make, blank = _maker(source, keys, change), _blank(keys)
    samples = training_samples(
        config, source, make, blank, start_step, shard, probe
    )
    size = config.batch_size // shard[1]
    return _batched(samples, keys, size, config, shard, endless=True)


@tf.autograph.experimental.do_not_convert
def detection_eval_batches(
    config: DetectionDataConfig,
    source: DetectionSource,
    shard: tuple[int, int] = (0, 1),
) -> tf.data.Dataset:
    """Makes evaluation batches: each image once, in the order of the files.

    Args:
        config: how large images become, and how many are in a batch.
        source: the images, in the order of the files.
        shard: `(index, count)` of several inputs; each makes batches of every
            `count`-th image, perhaps of none.

    Returns:
        A finite dataset of dicts with `image` and `image_size` as of
        `detection_train_batches`, and `image_index`: int32 `(batch,)`, the
        place in the split. The last batch may be smaller. An image that
        cannot be read ends it, by its name.
    """
    keys = [IMAGE, SIZE, INDEX]

    def change(pixels, place, _):
        size = resized_size(
            pixels.shape[:2], config.short_side, config.long_side
        )
        return resized_sample(pixels, source.images[place], size)

    make, blank = _maker(source, keys, change), _blank(keys)
    samples = evaluation_samples(config, source, make, blank, shard)
    size = config.eval_batch_size
    return _batched(samples, keys, size, config, shard, endless=False)


def augmented(
    config: DetectionDataConfig,
    image: DetectionImage,
    pixels: np.ndarray,
    number: int,
) -> ResizedSample:
    """A training image and its objects: resized, and mirrored or not.

    Args:
        config: says how.
        image: its objects.
        pixels: uint8 RGB of the photograph.
        number: int >= 0; with the seed it decides all that is random.
    """
    random = np.random.default_rng((config.seed, number))
    short_side = _short_side(config, random)
    size = resized_size(pixels.shape[:2], short_side, config.long_side)
    sample = resized_sample(pixels, image, size, config.masks)
    flips = random.random() < config.flip.probability
    return sample.mirrored() if flips else sample


def _short_side(config: DetectionDataConfig, random) -> int:
    sides = config.train_short_sides or (config.short_side,)
    if config.scale_jitter == "range":
        return int(random.integers(sides[0], sides[1] + 1))
    return int(sides[random.integers(len(sides))])


def _maker(source: DetectionSource, keys: list[str], change):
    """A function of number and place that gives the parts of a sample."""

    def resize(pixels, place, number):
        sample = change(pixels, int(place), int(number))
        parts = {
            IMAGE: sample.image,
            SIZE: np.array(sample.image.shape[:2], np.int32),
            BOXES: sample.boxes,
            CLASSES: sample.classes,
            IGNORED: sample.ignored,
            MASKS: sample.masks,
            INDEX: np.int32(place),
        }
        return [parts[key] for key in keys]

    types = [tf.as_dtype(_FILL[key].dtype) for key in keys]

    def make(number, place):
        pixels = decode_image(source.read(place))
        parts = tf.numpy_function(resize, [pixels, place, number], types)
        return tuple(
            tf.ensure_shape(part, _SHAPES[key])
            for key, part in zip(keys, parts, strict=True)
        )

    return make


def _blank(keys: list[str]) -> tuple[tf.Tensor, ...]:
    shapes = [[side or 0 for side in _SHAPES[key]] for key in keys]
    return tuple(
        tf.zeros(shape, tf.as_dtype(_FILL[key].dtype))
        for key, shape in zip(keys, shapes, strict=True)
    )


def _batched(
    samples, keys, size: int, config, shard: tuple[int, int], endless: bool
) -> tf.data.Dataset:
    batches = samples.padded_batch(
        size,
        tuple(_SHAPES[key] for key in keys),
        tuple(tf.constant(_FILL[key]) for key in keys),
        drop_remainder=endless,
    )

    def finish(*parts):
        return _finished(dict(zip(keys, parts, strict=True)), config)

    finished = batches.map(finish, tf.data.AUTOTUNE, deterministic=True)
    options = batch_options(shard)
    return finished.with_options(options).prefetch(tf.data.AUTOTUNE)


def _finished(batch: dict, config: DetectionDataConfig) -> dict:
    """Pads to the sides that the network wants, in the color it wants."""
    image = batch[IMAGE]
    height, width = tf.unstack(tf.shape(image)[1:3])
    if config.fixed_size:
        full = tf.constant(config.fixed_size)
    else:
        full = -(-tf.stack([height, width]) // MULTIPLE) * MULTIPLE
    below, right = tf.unstack(full - [height, width])
    image = tf.pad(image, [(0, 0), (0, below), (0, right), (0, 0)])
    if MASKS in batch:
        edges = [(0, 0), (0, 0), (0, below), (0, right)]
        batch[MASKS] = tf.pad(batch[MASKS], edges)
    rows, columns = tf.unstack(batch[SIZE][:, :, None, None], axis=1)
    inside = (tf.range(full[0])[:, None] < rows) & (
        tf.range(full[1])[None, :] < columns
    )
    batch[IMAGE] = tf.where(
        inside[..., None], tf.cast(image, tf.float32), config.padding
    )
    if config.fixed_size:
        batch[IMAGE] = tf.ensure_shape(
            batch[IMAGE], (None, *config.fixed_size, 3)
        )
    return batch
