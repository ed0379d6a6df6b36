"""RoI align: the part of a pyramid that a box covers, at a fixed size.

Source: He et al., "Mask R-CNN", arXiv:1703.06870, section 3; the level of a box
by Lin et al., arXiv:1612.03144, equation 1.
"""

import keras
from keras import layers, ops

from deeplab_family.detection.boxes import sides

FINEST_SIDE = 56.0
"""Boxes of less than twice this side belong to the finest level."""


@keras.saving.register_keras_serializable(package="deeplab_family")
class RoIAlign(layers.Layer):
    """Averages of bilinear samples in a grid over each box.

    A point of the image at x lies at x / stride between the pixels of the map,
    without a shift by half a pixel, as mmdetection of 2019 and torchvision's
    detectors have it. Samples beyond one pixel outside of the map are 0. All
    levels are one table of pixels, of which one gather takes what is needed.

    Args:
        size: int > 0. Bins along each side.
        strides: of the levels, finest first. Defaults to (4, 8, 16, 32).
        samples: int > 0, along each side of a bin. Defaults to 2.

    Input shape:
        A list: boxes `(batch, n, 4)`, float32 in pixels of the image, then
        the maps `(batch, height, width, channels)`, one a stride.

    Output shape:
        `(batch, n, size, size, channels)`, of the dtype of the maps.
    """

    def __init__(self, size, strides=(4, 8, 16, 32), samples=2, **kwargs):
        # Boxes must not be rounded to half precision on their way in.
        kwargs.setdefault("autocast", False)
        super().__init__(**kwargs)
        self.size = size
        self.strides = tuple(strides)
        self.samples = samples

    def call(self, inputs):
        boxes, *maps = inputs
        boxes = ops.cast(boxes, "float32")
        table, first, sizes = _flattened(maps)
        level = box_levels(boxes, len(self.strides))
        stride, start = (
            ops.take(ops.cast(ops.stack(values), dtype), level, axis=0)
            for values, dtype in ((self.strides, "float32"), (first, "int32"))
        )
        height, width = (
            ops.take(ops.cast(ops.stack(values), "int32"), level, axis=0)
            for values in zip(*sizes, strict=True)
        )
        x1, y1, x2, y2 = ops.unstack(boxes / stride[..., None], axis=-1)
        rows = self._points(y1, y2, height)
        columns = self._points(x1, x2, width)
        start = start + _image_start(table, ops.shape(start))
        return self._averages(table, start, width, rows, columns)

    def compute_output_shape(self, input_shape):
        boxes, *maps = input_shape
        return (*boxes[:2], self.size, self.size, maps[0][-1])

    def get_config(self):
        return {
            **super().get_config(),
            "size": self.size,
            "strides": self.strides,
            "samples": self.samples,
        }

    def _points(self, first, last, length):
        """Along one axis, for each sample two pixels and their weights."""
        number = self.size * self.samples
        side = ops.maximum(last - first, 1.0)
        place = (ops.arange(number, dtype="float32") + 0.5) / number
        at = first[..., None] + side[..., None] * place
        return neighbors(at, length[..., None])

    def _averages(self, table, start, width, rows, columns):
        """The weighted sums of the four pixels around each sample."""
        flat = ops.reshape(table, (-1, table.shape[-1]))
        total = 0.0
        for row, row_weight in rows:
            line = start[..., None] + row * width[..., None]
            for column, column_weight in columns:
                index = line[..., :, None] + column[..., None, :]
                weight = row_weight[..., :, None] * column_weight[..., None, :]
                pixels = ops.take(flat, index, axis=0)
                total += pixels * ops.cast(weight, table.dtype)[..., None]
        return self._binned(total)

    def _binned(self, x):
        """Means over the samples of each bin, of few dimensions for TFLite."""
        batch, number = ops.shape(x)[:2]
        size, samples, channels = self.size, self.samples, x.shape[-1]
        bins = batch * number * size
        row = size * samples * channels
        x = ops.mean(ops.reshape(x, (bins, samples, row)), axis=1)
        x = ops.reshape(x, (bins * size, samples, channels))
        x = ops.mean(x, axis=1)
        return ops.reshape(x, (batch, number, size, size, channels))


def neighbors(at, length):
    """The two pixels that a place on one axis is interpolated from.

    Args:
        at: float32 `(...)`; pixel i is at i. Up to one pixel outside of the
            axis the last pixel's value holds, beyond it is 0.
        length: int32, of the axis; broadcast to `at`.

    Returns:
        Two pairs of int32 `(...)`, 0..length - 1, and float32 weights `(...)`.
    """
    limit = ops.cast(length, "float32")
    inside = ops.cast((at >= -1.0) & (at <= limit), "float32")
    at = ops.clip(at, 0.0, limit - 1.0)
    low = ops.floor(at)
    share = at - low
    low = ops.cast(low, "int32")
    high = ops.minimum(low + 1, length - 1)
    return (low, inside * (1.0 - share)), (high, inside * share)


def box_levels(boxes, levels: int):
    """The level of the pyramid that each box belongs to: int32 `(...)`.

    Args:
        boxes: float32 `(..., 4)`, in pixels of the image.
        levels: how many there are; 0 is the finest, of stride 4.
    """
    width, height = sides(boxes)
    area = ops.maximum(width, 0.0) * ops.maximum(height, 0.0)
    level = ops.log2(ops.sqrt(area) / FINEST_SIDE + 1e-6)
    return ops.cast(ops.clip(ops.floor(level), 0, levels - 1), "int32")


def _flattened(maps):
    """All pixels `(batch, n, channels)`, each level's first, and sizes."""
    first, sizes, tables, count = [], [], [], 0
    for x in maps:
        batch, height, width, _ = ops.shape(x)
        tables.append(ops.reshape(x, (batch, height * width, x.shape[-1])))
        first.append(count)
        sizes.append((height, width))
        count = count + height * width
    return ops.concatenate(tables, axis=1), first, sizes


def _image_start(table, shape):
    """The first row of each image in the table, for each box."""
    batch, rows = ops.shape(table)[:2]
    index = ops.arange(batch, dtype="int32")[:, None] * rows
    return ops.broadcast_to(index, shape)
