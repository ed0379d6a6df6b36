"""Windows along one side of an image, and their weighted mean.

What a window says of a pixel is added to what its neighbors say, and a stretch
of pixels is finished as soon as no later window holds it. So the scores of one
row of windows are all that is kept, in a graph of unknown sizes as in Python.
"""

from collections.abc import Callable

import tensorflow as tf

from deeplab_family.inference.windows import Windows

Answer = dict[str, tf.Tensor]


class WindowAxis:
    """The windows along one side; all numbers are int32 tensors.

    Args:
        length: of the side, in pixels; one that is shorter than a window has
            one window of its own length.
        windows: their length, and the way from one to the next.
    """

    def __init__(self, length: int | tf.Tensor, windows: Windows):
        self.windows = windows
        self.size = tf.minimum(length, windows.tile)
        self._room = length - self.size
        self._gaps = -(-self._room // windows.step)
        self.count = self._gaps + 1

    def start(self, index: tf.Tensor) -> tf.Tensor:
        """First pixel of a window; see `Windows.starts`."""
        if self.windows.even:
            twice = 2 * index * self._room + self._gaps
            return twice // tf.maximum(2 * self._gaps, 1)
        return tf.minimum(index * self.windows.step, self._room)

    def new_pixels(self, index: tf.Tensor) -> tf.Tensor:
        """Number of pixels of a window that no later one holds."""
        last = tf.equal(index, self.count - 1)
        way = self.start(index + 1) - self.start(index)
        return tf.where(last, self.size, way)

    def weights(self) -> tf.Tensor:
        """float32, one for each pixel of a window; only ratios matter."""
        shared = self.windows.tile - self.windows.step
        if self.windows.seams == "uniform" or not shared:
            return tf.ones((self.size,))
        place = tf.cast(tf.range(self.size), tf.float32) + 0.5
        to_edge = tf.minimum(place, tf.cast(self.size, tf.float32) - place)
        return tf.minimum(to_edge / shared, 1)


def mean_along(
    axis: WindowAxis,
    window: Callable[[tf.Tensor], tf.Tensor],
    finish: Callable[[tf.Tensor], Answer],
    classes: int,
) -> Answer:
    """Joins windows along their first axis.

    Args:
        axis: where they lie, and what they weigh.
        window: maps an index to scores `(axis.size, batch, across, classes)`.
        finish: maps means `(pixels, batch, across, classes)` to tensors of
            as many pixels.
        classes: number of classes.

    Returns:
        What `finish` made of all pixels, joined.
    """
    weights, scores = axis.weights(), (None, None, None, classes)

    def body(index, rest, rest_weights, answers):
        done = axis.new_pixels(index)
        mean, rest, rest_weights = _joined(
            window(index), weights, rest, rest_weights, done
        )
        answer = finish(tf.ensure_shape(mean, scores))
        answers = {
            name: answers[name].write(index, value)
            for name, value in answer.items()
        }
        return index + 1, tf.ensure_shape(rest, scores), rest_weights, answers

    nothing = tf.zeros((0, 0, 0, classes))
    probe = finish(nothing)
    *_, answers = tf.while_loop(
        lambda index, *_: index < axis.count,
        body,
        (
            tf.constant(0),
            nothing,
            tf.zeros((0,)),
            {name: _pieces(axis, probe[name]) for name in probe},
        ),
        shape_invariants=(
            tf.TensorShape(()),
            tf.TensorShape(scores),
            tf.TensorShape((None,)),
            {name: None for name in probe},
        ),
        # One window after the other: memory is what windows are for.
        parallel_iterations=1,
    )
    return {name: pieces.concat() for name, pieces in answers.items()}


_SCORES, _WEIGHTS = tf.TensorSpec((None,) * 4), tf.TensorSpec((None,))


# A graph of its own: in Python, its many small operations cost as much time as
# a small network.
@tf.function(
    input_signature=[
        *(_SCORES, _WEIGHTS, _SCORES, _WEIGHTS),
        tf.TensorSpec((), tf.int32),
    ],
    autograph=False,
)
def _joined(scores, weights, rest, rest_weights, done):
    """The mean of the first `done` pixels; sums and weights of the rest."""
    total = scores * _upright(weights)
    total += _padded(rest, tf.shape(total))
    weight = weights + _padded(rest_weights, tf.shape(weights))
    mean = total[:done] / _upright(weight[:done])
    return mean, total[done:], weight[done:]


def _upright(weights):
    return weights[:, None, None, None]


def _padded(rest, shape):
    missing = shape - tf.shape(rest)
    return tf.pad(rest, tf.stack([tf.zeros_like(missing), missing], axis=1))


def _pieces(axis, like):
    known = [length or None for length in like.shape]  # 0: of no pixels
    return tf.TensorArray(
        like.dtype, size=axis.count, infer_shape=False, element_shape=known
    )
