"""Sliding window of the served model: images in tiles, in bounded memory.

A row of tiles is blended into a strip of scores; a strip is turned into its
answer (a class, say) as soon as no later tile can change it. Scores of the
whole image never exist. It is the code of the evaluations, see
`deeplab_family/inference/sliding_window_scores.py`.
"""

from collections.abc import Callable

import tensorflow as tf

from deeplab_family.inference import Windows, windowed_answer
from export.serving.scorer import Scorer

Answer = dict[str, tf.Tensor]


def tiles(tile: int, overlap: int) -> Windows:
    """Windows spread evenly, which weigh less towards their edges.

    Args:
        tile: largest side of a tile, pixels.
        overlap: pixels over which tiles are blended, at least.
    """
    return Windows(tile=tile, stride=tile - overlap, even=True, seams="tapered")


def sliding_window_answer(
    image: tf.Tensor,
    scorer: Scorer,
    finish: Callable[[tf.Tensor], Answer],
    windows: Windows,
) -> Answer:
    """The answer for one image.

    Args:
        image: `(height, width, 3)` of any number type.
        scorer: scores one tile; its scores must be probabilities.
        finish: maps scores `(rows, width, classes)` to tensors of the same
            rows and width.
        windows: where tiles lie, and how they are blended.
    """
    classes = scorer.num_classes

    def finish_one(scores):
        size = tf.shape(scores)
        scores = tf.reshape(scores, tf.gather(size, [0, 2, 3]))
        return finish(tf.ensure_shape(scores, (None, None, classes)))

    return windowed_answer(
        image[None], scorer.score, finish_one, windows, classes
    )
