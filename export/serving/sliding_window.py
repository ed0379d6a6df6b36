"""Sliding window: images of any size in tiles, in bounded memory.

A row of tiles is blended into a strip of scores; a strip is turned into its
answer (a class, say) as soon as no later tile can change it. Scores of the
whole image never exist.
"""

from collections.abc import Callable

import tensorflow as tf

from export.serving.scorer import Scorer

# Where tiles lie along one side of an image, and how they are blended.
#
# Tiles have equal size and even steps. Two neighbors blend over `overlap`
# pixels in the middle of what they share: the weight of the one falls linearly
# while that of the other rises, and the two sum to one.


class TileAxis:
    """The tiles along one side; all numbers are int32 tensors.

    Args:
        length: of the side, in pixels.
        tile: largest length of a tile.
        overlap: pixels to blend over, 2 to a quarter of `tile`.
    """

    def __init__(self, length: tf.Tensor, tile: int, overlap: int):
        self.length = length
        self.overlap = overlap
        self.size = tf.minimum(length, tile)
        # Rounded up; a side no longer than one tile gives one.
        steps = -((overlap - length) // (tile - overlap))
        self.count = tf.maximum(steps, 1)

    def start(self, index: tf.Tensor) -> tf.Tensor:
        """First pixel of a tile."""
        room = self.length - self.size
        return index * room // tf.maximum(self.count - 1, 1)

    def is_last(self, index: tf.Tensor) -> tf.Tensor:
        """Whether no tile follows."""
        return tf.equal(index, self.count - 1)

    def span(self, index: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        """The pixels from, and up to, which a tile has a say."""
        low = tf.where(index > 0, self._blend_start(index - 1), 0)
        high = self._blend_start(index) + self.overlap
        return low, tf.where(self.is_last(index), self.length, high)

    def weights(self, index: tf.Tensor) -> tf.Tensor:
        """float32, one for each pixel of the span."""
        low, high = self.span(index)
        place = tf.cast(tf.range(high - low), tf.float32) + 0.5
        rising = tf.minimum(place / self.overlap, 1)
        falling = tf.reverse(rising, [0])
        rising = tf.where(index > 0, rising, 1)
        return rising * tf.where(self.is_last(index), 1.0, falling)

    def _blend_start(self, index):
        """Where a tile begins to give way to the next."""
        both = self.start(index) + self.start(index + 1) + self.size
        return both // 2 - self.overlap // 2


Answer = dict[str, tf.Tensor]


def sliding_window_answer(
    image: tf.Tensor,
    scorer: Scorer,
    finish: Callable[[tf.Tensor], Answer],
    tile: int,
    overlap: int,
) -> Answer:
    """The answer for one image.

    Args:
        image: `(height, width, 3)` of any number type.
        scorer: scores one tile; its scores must be probabilities.
        finish: maps scores `(rows, width, classes)` to tensors of the same
            rows and width.
        tile: largest side of a tile, pixels.
        overlap: pixels over which tiles are blended.
    """
    size = tf.shape(image)
    rows = TileAxis(size[0], tile, overlap)
    columns = TileAxis(size[1], tile, overlap)

    def strip(row):
        top = rows.start(row)
        band = image[top : top + rows.size]

        def column(index):
            left = columns.start(index)
            window = band[:, left : left + columns.size]
            scores = scorer.score(tf.cast(window[None], tf.float32))[0]
            return tf.transpose(scores, [1, 0, 2])

        whole = _blend(columns, column, _as_it_is, scorer.num_classes)
        return tf.transpose(whole["scores"], [1, 0, 2])

    return _blend(rows, strip, finish, scorer.num_classes)


def _as_it_is(scores):
    return {"scores": scores}


def _blend(axis: TileAxis, tile, finish, classes) -> Answer:
    """Join tiles `(size, across, classes)` along their first axis."""

    def body(index, rest, answers):
        start = axis.start(index)
        low, high = axis.span(index)
        scores = tile(index)[low - start : high - start]
        scores *= axis.weights(index)[:, None, None]
        scores += _padded(rest, tf.shape(scores))
        open_end = tf.where(axis.is_last(index), 0, axis.overlap)
        done = high - low - open_end
        answer = finish(scores[:done])
        answers = {
            name: answers[name].write(index, value)
            for name, value in answer.items()
        }
        return index + 1, scores[done:], answers

    nothing = tf.zeros((0, 0, classes))
    probe = finish(nothing)
    _, _, answers = tf.while_loop(
        lambda index, *_: index < axis.count,
        body,
        (0, nothing, {name: _pieces(axis, probe[name]) for name in probe}),
        shape_invariants=(
            tf.TensorShape(()),
            tf.TensorShape((None, None, classes)),
            {name: None for name in probe},
        ),
        # One tile after the other: memory is what tiles are for.
        parallel_iterations=1,
    )
    return {name: pieces.concat() for name, pieces in answers.items()}


def _padded(rest, shape):
    missing = shape - tf.shape(rest)
    return tf.pad(rest, tf.stack([tf.zeros_like(missing), missing], axis=1))


def _pieces(axis, like):
    return tf.TensorArray(
        like.dtype,
        size=axis.count,
        infer_shape=False,
        element_shape=(None, None, *like.shape[2:]),
    )
