import pytest

from deeplab_family.backbones.dilation import (
    possible_output_strides,
    rescale_rates,
    strides_and_rates,
)

RESNET = (1, 2, 2, 2)


@pytest.mark.parametrize(
    ("output_stride", "rates"),
    [
        (4, (1, 2, 4, 8)),
        (8, (1, 1, 2, 4)),
        (16, (1, 1, 1, 2)),
        (32, (1, 1, 1, 1)),
    ],
)
def test_rates_of_the_papers_table(output_stride, rates):
    plan = strides_and_rates(RESNET, output_stride, stem_stride=4)
    assert tuple(rate for _, rate in plan) == rates


def test_cascaded_blocks_reach_larger_strides():
    plan = strides_and_rates((*RESNET, 2, 2, 2), 64, stem_stride=4)
    assert plan[-3:] == ((2, 1), (1, 2), (1, 4))


def test_refuses_a_stride_between_blocks():
    with pytest.raises(ValueError, match=r"\(4, 8, 16, 32\). Received: 6"):
        strides_and_rates(RESNET, 6, stem_stride=4)


def test_possible_strides_are_the_products():
    assert possible_output_strides(RESNET, 4) == (4, 8, 16, 32)


def test_rescaled_rates_reach_the_same_pixels():
    assert rescale_rates((6, 12, 18), 16, 8) == (12, 24, 36)
    assert rescale_rates((6, 12, 18), 16, 32) == (3, 6, 9)


def test_refuses_rates_of_half_a_pixel():
    with pytest.raises(ValueError, match="no whole pixels"):
        rescale_rates((1, 2), 8, 16)
