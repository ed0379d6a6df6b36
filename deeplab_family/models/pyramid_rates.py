"""Rates of a pyramid that follow the output stride.

Source: Chen et al., arXiv:1706.05587, section 4.1: (6, 12, 18) at output stride
16, doubled at 8, so that the branches look at the same pixels of the image.
"""

import dataclasses

from deeplab_family.backbones.dilation import rescale_rates

RATES_AT_STRIDE_16 = (6, 12, 18)


def pyramid_rates(
    given: tuple[int, ...] | None, output_stride: int
) -> tuple[int, ...]:
    """The given rates, or the paper's at this output stride."""
    if given is not None:
        return given
    return rescale_rates(RATES_AT_STRIDE_16, 16, output_stride)


def change_stride(config, output_stride: int):
    """A config at another stride, looking at the same pixels.

    Args:
        config: frozen dataclass with the fields `backbone` and
            `atrous_rates`, which may be None.
        output_stride: of the new backbone.

    Returns:
        A config of the same class.
    """
    rates = config.atrous_rates
    if rates is not None:
        old = config.backbone.output_stride
        rates = rescale_rates(rates, old, output_stride)
    backbone = config.backbone.with_output_stride(output_stride)
    return dataclasses.replace(config, backbone=backbone, atrous_rates=rates)
