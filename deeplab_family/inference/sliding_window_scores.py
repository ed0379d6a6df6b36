"""Sliding window: scores of overlapping crops, averaged where they overlap.

The same code averages the papers' crops in an evaluation and joins the tiles
of the served bundle, in the memory of one row of windows.

Source: `eval.py` of GALD-Net's released code and `tool/test.py` of PSPNet's
(uniform seams); protocols of Peng et al., arXiv:1703.02719, section 4.3.
"""

from collections.abc import Callable

import tensorflow as tf

from deeplab_family.inference.multi_scale_scores import Score
from deeplab_family.inference.window_axis import Answer, WindowAxis, mean_along
from deeplab_family.inference.windows import Windows
from input_pipeline.augment.pad import padding_color


def sliding_window(
    score: Score,
    windows: Windows,
    classes: int,
    finish: Score = tf.identity,
) -> Score:
    """A score that is the mean over the windows that hold a pixel.

    Args:
        score: what is asked, with images of `windows.tile` pixels a side.
        windows: their size, where they lie, and what they weigh.
        classes: number of classes.
        finish: applied to the scores of a window before they are averaged:
            `tf.nn.softmax` makes logits probabilities.

    Returns:
        Maps float32 images `(batch, height, width, 3)` to float32
        `(batch, height, width, classes)`.
    """

    def mean(images):
        padded, top, left = _padded(images, windows)
        scores = windowed_answer(
            padded,
            lambda crops: finish(score(crops)),
            lambda scores: {"scores": scores},
            windows,
            classes,
        )["scores"]
        height, width = tf.unstack(tf.shape(images)[1:3])
        scores = scores[top : top + height, :, left : left + width]
        return tf.transpose(scores, [1, 0, 2, 3])

    return mean


def windowed_answer(
    images: tf.Tensor,
    score: Score,
    finish: Callable[[tf.Tensor], Answer],
    windows: Windows,
    classes: int,
) -> Answer:
    """Answer made of the mean scores, strip by strip.

    Args:
        images: `(batch, height, width, 3)` of any number type; a side shorter
            than a window is asked as it is.
        score: maps float32 windows to the scores to average.
        finish: maps scores `(rows, batch, width, classes)` to tensors of the
            same rows, batch and width: a class map, say.
        windows: their size, where they lie, and what they weigh.
        classes: number of classes.
    """
    size = tf.shape(images)
    rows, columns = (WindowAxis(size[side], windows) for side in (1, 2))

    def strip(row):
        top = rows.start(row)
        band = images[:, top : top + rows.size]

        def column(index):
            left = columns.start(index)
            window = band[:, :, left : left + columns.size]
            scores = score(tf.cast(window, tf.float32))
            return tf.transpose(scores, [2, 0, 1, 3])

        whole = mean_along(columns, column, _as_it_is, classes)["scores"]
        return tf.transpose(whole, [2, 1, 0, 3])

    return mean_along(rows, strip, finish, classes)


def _as_it_is(scores):
    return {"scores": scores}


def _padded(images, windows):
    """Images of at least a window's size; where they begin in them."""
    size = tf.shape(images)[1:3]
    missing = tf.maximum(windows.tile - size, 0)
    before = missing // 2 if windows.padding == "center" else 0 * missing
    around = tf.stack([before, missing - before], axis=1)
    inside = tf.pad(tf.ones(size), around)[None, :, :, None]
    color = padding_color("mean", images.shape[-1])
    mean = tf.constant(color, images.dtype) * (1 - inside)
    around = tf.concat([[[0, 0]], around, [[0, 0]]], axis=0)
    return tf.pad(images, around) + mean, before[0], before[1]
