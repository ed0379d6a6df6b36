"""Resizing layers: bilinear upsampling, resize and crop to another map."""

import keras
from keras import layers, ops

from deeplab_family.backend import resize_bilinear, resize_on_grid


@keras.saving.register_keras_serializable(package="deeplab_family")
class ResizeLike(layers.Layer):
    """Resizes a map bilinearly to a reference's size.

    Computes in float32 whatever the policy: the last resize makes the logits,
    and half precision would round them (peers lose accuracy there).

    Args:
        align_corners: bool. Whether the outermost pixels' centers coincide, as
            in DeepLab, or their outer edges, as in torchvision.
            Defaults to True.
        stride: int >= 1, pixels of the reference for one of the map, of a map
            that strided convolutions made of it: its pixel i is put back on
            pixel `stride * i`. With aligned corners that is so at sizes of
            `n * stride + 1` alone; elsewhere they stretch the map, by up to
            `stride - 1` pixels at its end. None, the default, is for maps
            that are on no such grid.

    Input shape:
        A pair: `(batch, height, width, channels)` to resize, and a reference
        `(batch, target_height, target_width, any)`.

    Output shape:
        `(batch, target_height, target_width, channels)`, float32.

    Raises:
        ValueError: if `stride` is given without aligned corners.
    """

    def __init__(self, align_corners=True, stride=None, **kwargs):
        kwargs["dtype"] = "float32"
        super().__init__(**kwargs)
        if stride is not None and not align_corners:
            raise ValueError(
                "`stride` is for `align_corners=True`: edges of maps and a "
                f"grid do not both coincide. Received: {stride}"
            )
        self.align_corners = align_corners
        self.stride = stride

    def call(self, inputs):
        images, reference = inputs
        size = ops.shape(reference)[1:3]
        if self.stride is not None:
            return resize_on_grid(images, size, self.stride)
        return resize_bilinear(images, size, self.align_corners)

    def compute_output_shape(self, input_shape):
        images, reference = input_shape
        return (*reference[:3], images[-1])

    def get_config(self):
        return {
            **super().get_config(),
            "align_corners": self.align_corners,
            "stride": self.stride,
        }


@keras.saving.register_keras_serializable(package="deeplab_family")
class CropLike(layers.Layer):
    """Keeps the top left of a map, as much as a reference is large.

    A map that was halved and doubled again has one pixel too many where the
    size was odd; it lies at the bottom and on the right.

    Input shape:
        A pair: `(batch, height, width, channels)` to cut, and a reference
        `(batch, target_height, target_width, any)`, nowhere larger.

    Output shape:
        `(batch, target_height, target_width, channels)`.
    """

    def call(self, inputs):
        maps, reference = inputs
        height, width = ops.shape(reference)[1:3]
        return maps[:, :height, :width, :]

    def compute_output_shape(self, input_shape):
        maps, reference = input_shape
        return (*reference[:3], maps[-1])


@keras.saving.register_keras_serializable(package="deeplab_family")
class BilinearUpsampling(layers.Layer):
    """Enlarges a map bilinearly, the edges of both maps aligned.

    Each pixel becomes a square of `factor` by `factor` pixels around its own
    middle. Computes in float32 whatever the policy, as `ResizeLike` does;
    `keras.layers.UpSampling2D` needs to know the size before it runs.

    Args:
        factor: int >= 1.

    Input shape:
        `(batch, height, width, channels)`.

    Output shape:
        `(batch, factor * height, factor * width, channels)`, float32.

    Raises:
        ValueError: if `factor` is below 1.
    """

    def __init__(self, factor, **kwargs):
        kwargs["dtype"] = "float32"
        super().__init__(**kwargs)
        if factor < 1:
            raise ValueError(f"`factor` must be >= 1. Received: {factor}")
        self.factor = factor

    def call(self, inputs):
        height, width = ops.shape(inputs)[1:3]
        size = (height * self.factor, width * self.factor)
        return resize_bilinear(inputs, size, align_corners=False)

    def compute_output_shape(self, input_shape):
        batch, height, width, channels = input_shape
        grown = [
            None if size is None else size * self.factor
            for size in (height, width)
        ]
        return (batch, *grown, channels)

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}
