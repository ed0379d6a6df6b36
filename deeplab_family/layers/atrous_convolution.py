"""Atrous convolution: a kernel with holes.

Source: Chen et al., "Rethinking Atrous Convolution for Semantic Image
Segmentation", arXiv:1706.05587, section 3.1, equation 1.
"""

import keras
from keras import layers

from deeplab_family.backend import atrous_conv2d


@keras.saving.register_keras_serializable(package="deeplab_family")
class AtrousConvolution(layers.Conv2D):
    """A `keras.layers.Conv2D` whose dilated path is direct.

    The taps stand `dilation_rate` pixels apart, so the field of view grows
    without weights and without loss of resolution. Same weights, config and
    result as `Conv2D`; only the road differs (see `backend.convolution`), which
    is several times faster on a CPU and becomes a single CONV_2D in TFLite.

    Args:
        filters: int > 0. Output channels.
        kernel_size: odd int, or a pair of them.
        dilation_rate: int >= 1, or a pair. Defaults to 1.
        **kwargs: every other argument of `keras.layers.Conv2D`; `strides` must
            stay 1 where `dilation_rate` > 1 (a Keras rule).

    Input shape:
        `(batch, height, width, channels)`; only `channels` must be static.

    Output shape:
        `(batch, height, width, filters)` with `padding="same"`.
    """

    def convolution_op(self, inputs, kernel):
        odd = all(size % 2 for size in self.kernel_size)
        dilated = any(rate > 1 for rate in self.dilation_rate)
        if dilated and odd and self._is_plain():
            return atrous_conv2d(inputs, kernel, self.dilation_rate)
        return super().convolution_op(inputs, kernel)

    def _is_plain(self) -> bool:
        return (
            self.padding == "same"
            and self.data_format == "channels_last"
            and self.groups == 1
        )
