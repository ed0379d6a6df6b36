"""Vortex pooling: fine looks nearby, coarse looks far away.

Source: Xie et al., "Vortex Pooling: Improving Context Representation in
Semantic Segmentation", arXiv:1804.06242, sections 3.3 and 3.4, figure 3. Where
the paper is silent, DeepLabv3 and public reimplementations decide.
"""

import keras
from keras import layers

from deeplab_family.backend import box_averages
from deeplab_family.layers.aspp import ASPP


@keras.saving.register_keras_serializable(package="deeplab_family")
class VortexPooling(layers.Layer):
    """An atrous pyramid whose branches see averages instead of single pixels.

    Each branch averages the map over a window before it convolves. With a
    window as large as the rate (module B, the default) the nine windows of a
    branch lie side by side: near the pixel it sees every detail, far from it
    means over large regions, and nothing in between is skipped. With one
    window for all branches it is the paper's module A(k); with windows of 1,
    plain atrous spatial pyramid pooling.

    Args:
        windows: odd ints >= 1, one for each convolution, the center first.
            Module A(5) has (5, 5, 5, 5). Defaults to (1, 3, 9, 27).
        atrous_rates: ints >= 1, one fewer than `windows`, since the center has
            none. Module A has (12, 24, 36). Defaults to (3, 9, 27).
        center_kernel_size: 3, or 1 in module A. Defaults to 3.
        filters: int > 0. Channels of each branch and of the result.
            Defaults to 256.
        image_pooling: bool. One more branch sees the mean of the whole map.
            Defaults to True.
        project: bool. Joins the branches by a 1x1 convolution.
            Defaults to True.
        border: "include", windows over the border count zeros, or "exclude",
            they average the pixels there are. Defaults to "include".
        momentum, epsilon: of the batch normalizations.

    Input shape:
        `(batch, height, width, channels)`. While training with image pooling,
        batch >= 2 over all replicas, or its normalization has one value.

    Output shape:
        `(batch, height, width, filters)`; without projection, `filters` for
        each branch.

    Raises:
        ValueError: if a window is even or below 1, or their number is not one
            more than that of the rates; if `border` is unknown.
    """

    def __init__(
        self,
        windows=(1, 3, 9, 27),
        atrous_rates=(3, 9, 27),
        center_kernel_size=3,
        filters=256,
        image_pooling=True,
        project=True,
        border="include",
        momentum=0.9997,
        epsilon=1e-5,
        **kwargs,
    ):
        super().__init__(**kwargs)
        if any(window < 1 or window % 2 == 0 for window in windows):
            raise ValueError(
                "`windows` must all be odd and >= 1, so that each has a center "
                f"pixel. Received: {windows}"
            )
        if len(windows) != len(atrous_rates) + 1:
            raise ValueError(
                "`windows` must hold one more entry than `atrous_rates`, for "
                f"the center. Received: {windows} and {atrous_rates}"
            )
        if border not in ("include", "exclude"):
            raise ValueError(
                f"`border` must be 'include' or 'exclude'. Received: {border!r}"
            )
        self.windows = tuple(windows)
        self.border = border
        self.pyramid = ASPP(
            atrous_rates,
            filters,
            image_pooling,
            center_kernel_size=center_kernel_size,
            project=project,
            momentum=momentum,
            epsilon=epsilon,
            dtype=self.dtype_policy,
            name="pyramid",
        )

    def build(self, input_shape):
        self.pyramid.build(input_shape)

    def call(self, inputs, training=None):
        views = box_averages(inputs, self.windows, self.border)
        return self.pyramid(inputs, views=views, training=training)

    def compute_output_shape(self, input_shape):
        return self.pyramid.compute_output_shape(input_shape)

    def get_config(self):
        shared = (
            "atrous_rates",
            "center_kernel_size",
            "filters",
            "image_pooling",
            "project",
            "momentum",
            "epsilon",
        )
        return {
            **super().get_config(),
            "windows": self.windows,
            "border": self.border,
            **{name: getattr(self.pyramid, name) for name in shared},
        }
