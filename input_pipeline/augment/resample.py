"""Resampling of a window of a resized picture, without the rest of it."""

from dataclasses import dataclass
from functools import cached_property

import tensorflow as tf

Places = tuple[tf.Tensor, tf.Tensor, tf.Tensor]
"""Lower and upper pixels, int32, and the float32 weight of the upper."""


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One axis of the wanted part.

    Args:
        start: int tensor, first output pixel.
        count: int tensor, number of output pixels.
        source: int tensor, length of the source in pixels.
        target: int tensor, length of the whole resized picture.
        reverse: bool tensor, read backwards (a mirrored picture).
    """

    start: tf.Tensor
    count: tf.Tensor
    source: tf.Tensor
    target: tf.Tensor
    reverse: bool | tf.Tensor = False

    @cached_property
    def bilinear(self) -> Places:
        """Source pixels on both sides, and the weight of the upper."""
        return bilinear_grid(self._pixels, self.source, self.target)

    @cached_property
    def nearest(self) -> tf.Tensor:
        """Nearest source pixels."""
        return nearest_grid(self._pixels, self.source, self.target)

    @property
    def keeps_size(self) -> tf.Tensor:
        """Whether each output pixel is a source pixel."""
        return tf.equal(self.source, self.target)

    @cached_property
    def _pixels(self) -> tf.Tensor:
        if self.reverse is False:
            return tf.range(self.start, self.start + self.count)
        step = tf.where(self.reverse, -1, 1)
        last = self.start + self.count - 1
        first = tf.where(self.reverse, last, self.start)
        return tf.range(first, first + step * self.count, step)


def source_window(rows: Axis, columns: Axis) -> tf.Tensor:
    """The source pixels that bilinear sampling touches, and one around.

    The margin spares the borders of a partly decoded JPEG, whose chroma is
    interpolated from fewer neighbors.

    Returns:
        int32 tensor `(top, left, height, width)`.
    """
    spans = []
    for axis in (rows, columns):
        lower, upper, _ = axis.bilinear
        first = tf.maximum(tf.reduce_min(lower) - 1, 0)
        last = tf.minimum(tf.reduce_max(upper) + 1, axis.source - 1)
        spans.append((first, last - first + 1))
    (top, height), (left, width) = spans
    return tf.stack([top, left, height, width])


def resample_image(
    window: tf.Tensor, corner: tf.Tensor, rows: Axis, columns: Axis
) -> tf.Tensor:
    """Interpolates bilinearly from a window of the source.

    Each axis is two gathers of whole lines, which copy memory, and one
    weighted sum; between them the picture is transposed, because gathering
    single pixels is slow. The rows come first where they become fewer, so
    that the rest has less to do. A picture that keeps its size is copied.

    Args:
        window: tensor `(h, w, channels)`, uint8 or float32, the part of the
            source that `source_window` names.
        corner: int32 tensor `(top, left)` of the window in the source.
        rows: wanted output rows.
        columns: wanted output columns.

    Returns:
        Tensor `(rows.count, columns.count, channels)` of the same dtype.
    """
    # A branch cannot use what another one made, so both are made before.
    of_rows = _within(rows, corner[0])
    of_columns = _within(columns, corner[1])

    def rounded(values):
        """Rounded for bytes, else as they are."""
        is_byte = window.dtype == tf.uint8
        return tf.cast(values + 0.5, tf.uint8) if is_byte else values

    def rows_first():
        lines = _turned(_blend_lines(window, of_rows))
        return _turned(rounded(_blend_lines(lines, of_columns)))

    def columns_first():
        lines = _turned(_blend_lines(_turned(window), of_columns))
        return rounded(_blend_lines(lines, of_rows))

    shrinks = tf.shape(window)[0] > rows.count
    return tf.cond(
        rows.keeps_size & columns.keeps_size,
        lambda: _copied(window, corner, rows, columns),
        lambda: tf.cond(shrinks, rows_first, columns_first),
    )


def resample_label(label: tf.Tensor, rows: Axis, columns: Axis) -> tf.Tensor:
    """Takes the nearest ids from a whole label, uint8 `(h, w)`."""
    lines, places = rows.nearest, columns.nearest

    def gathered():
        first = tf.reduce_min(places)
        part = label[:, first : tf.reduce_max(places) + 1]
        upright = tf.transpose(tf.gather(part, lines))
        return tf.transpose(tf.gather(upright, places - first))

    return tf.cond(
        rows.keeps_size & columns.keeps_size,
        lambda: _copied(label, (0, 0), rows, columns),
        gathered,
    )


def _copied(picture, corner, rows: Axis, columns: Axis) -> tf.Tensor:
    spans = []
    for axis, first in ((rows, corner[0]), (columns, corner[1])):
        start = axis.start - first
        spans.append(slice(start, start + axis.count))
    flags = tf.stack([tf.convert_to_tensor(a.reverse) for a in (rows, columns)])
    part = picture[tuple(spans)]
    # One copy more only where a picture is mirrored.
    return tf.cond(
        tf.reduce_any(flags),
        lambda: tf.reverse(part, tf.where(flags)[:, 0]),
        lambda: part,
    )


def _turned(picture: tf.Tensor) -> tf.Tensor:
    return tf.transpose(picture, (1, 0, 2))


def _within(axis: Axis, first: tf.Tensor) -> Places:
    """Places of an axis in a window that begins at `first`."""
    lower, upper, weight = axis.bilinear
    return lower - first, upper - first, weight


def _blend_lines(lines: tf.Tensor, places: Places) -> tf.Tensor:
    lower, upper, weight = places
    below = tf.cast(tf.gather(lines, lower), tf.float32)
    above = tf.cast(tf.gather(lines, upper), tf.float32)
    return below + (above - below) * weight[:, None, None]


# Where the pixels of a resized picture lie in the picture it came from.
#
# Pixels are little squares: the center of pixel i is at i + 0.5. This is the
# grid of `tf.image.resize`, so a picture and its label stay aligned.


def bilinear_grid(
    pixels: tf.Tensor, source: tf.Tensor, target: tf.Tensor
) -> Places:
    """Neighbors and weights of pixels of a resized picture.

    Args:
        pixels: int32 `(count,)`, places of the pixels along the axis.
        source: int, length of the source axis in pixels.
        target: int, length of the whole output axis in pixels.

    Returns:
        `(lower, upper, weight)` of shape `(count,)`: int32 source pixels and
        the float32 weight 0..1 of the upper one.
    """
    position = _centers(pixels, source, target) - 0.5
    floor = tf.floor(position)
    lower = tf.cast(floor, tf.int32)
    return (
        tf.clip_by_value(lower, 0, source - 1),
        tf.clip_by_value(lower + 1, 0, source - 1),
        position - floor,
    )


def nearest_grid(
    pixels: tf.Tensor, source: tf.Tensor, target: tf.Tensor
) -> tf.Tensor:
    """The source pixel below each output pixel's center, int32 `(count,)`.

    Takes the same arguments as `bilinear_grid`.
    """
    center = _centers(pixels, source, target)
    return tf.minimum(tf.cast(tf.floor(center), tf.int32), source - 1)


def _centers(pixels, source, target):
    scale = tf.cast(source, tf.float32) / tf.cast(target, tf.float32)
    return (tf.cast(pixels, tf.float32) + 0.5) * scale
