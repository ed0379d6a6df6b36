"""How wide a deconvolution network must be to weigh as much as DUC.

Source: Wang et al., arXiv:1702.08502, section 4.1: "approximately the same
number of parameters"; the paper gives no widths.
"""


def deconvolution_width(
    target_filters: int,
    branches: int,
    channels: int,
    strides: tuple[int, ...],
    num_classes: int,
) -> int:
    """The width whose number of parameters is nearest to DUC's.

    Args:
        target_filters: channels of DUC's convolutions.
        branches: number of summed 3x3 convolutions, in both networks.
        channels: of the trunk's map, which they read.
        strides: of the transposed convolutions, whose kernels are twice the
            stride; all but the last keep the width and are normalized.
        num_classes: channels of the last one, which has a bias.
    """

    def pyramid(filters):
        return branches * (9 * channels + 1) * filters

    def decoder(width):
        inner = sum((2 * s) ** 2 * width + 2 for s in strides[:-1]) * width
        last = (2 * strides[-1]) ** 2 * width + 1
        return inner + last * num_classes

    def surplus(width):
        total = pyramid(width) + decoder(width)
        return abs(total - pyramid(target_filters))

    return min(range(1, target_filters + 1), key=surplus)
