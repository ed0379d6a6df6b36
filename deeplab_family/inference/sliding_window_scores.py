"""Sliding window: scores of crops, averaged where crops overlap.

As the papers evaluate: every crop counts alike. The served bundle has another
(`export/serving/sliding_window.py`), which blends tiles in bounded memory.
"""

from collections.abc import Callable, Sequence

import tensorflow as tf

from deeplab_family.inference.multi_scale_scores import Score
from input_pipeline.sample import MEAN_PIXEL

Starts = Callable[[int], Sequence[int]]
"""Maps the length of a side to the first pixels of the crops along it."""


def sliding_window(
    score: Score,
    tile: int,
    starts: Starts,
    finish: Score = tf.identity,
    centered: bool = False,
) -> Score:
    """A score that is the mean over the crops that hold a pixel.

    Args:
        score: what is asked, with images of `tile` pixels a side.
        tile: int >= 1, side of a crop in pixels.
        starts: where crops lie; together they must hold every pixel.
        finish: applied to the scores of a crop before they are averaged:
            `tf.nn.softmax` makes logits probabilities.
        centered: pad images that are smaller than a crop on all sides;
            otherwise at their lower and right ends. The color is the mean.

    Returns:
        Maps float32 images `(batch, height, width, 3)` of known height and
        width to float32 `(batch, height, width, classes)`.
    """

    def mean(images):
        height, width = images.shape[1:3]
        padded, top, left = _padded(images, tile, centered)
        rows, columns = (starts(side) for side in padded.shape[1:3])
        total = count = 0.0
        for y in rows:
            for x in columns:
                crop = padded[:, y : y + tile, x : x + tile]
                place = _around(padded, tile, y, x)
                answer = finish(score(crop))
                total += tf.pad(answer, place)
                count += tf.pad(tf.ones_like(answer[:, :, :, :1]), place)
        inside = (slice(None), slice(top, top + height))
        inside = (*inside, slice(left, left + width))
        return (total / count)[inside]

    return mean


def _around(images, tile, y, x):
    """Pixels above and below, before and behind a crop."""
    height, width = images.shape[1:3]
    rows, columns = (y, height - y - tile), (x, width - x - tile)
    return ((0, 0), rows, columns, (0, 0))


def _padded(images, tile, centered):
    """Images of at least `tile` pixels a side; where they begin in them."""
    missing = [max(tile - side, 0) for side in images.shape[1:3]]
    top, left = (each // 2 if centered else 0 for each in missing)
    if not any(missing):
        return images, 0, 0
    around = (
        (0, 0),
        (top, missing[0] - top),
        (left, missing[1] - left),
        (0, 0),
    )
    mean = tf.constant(MEAN_PIXEL, images.dtype)
    return tf.pad(images - mean, around) + mean, top, left
