import pytest

from deeplab_family.analysis import backbone_coverage
from deeplab_family.backbones import MobileNetV2Config, ResNetConfig


def hybrid(name):
    return ResNetConfig(depth=101, output_stride=8, hybrid_dilation=name)


def test_the_dilated_baseline_leaves_a_grid():
    with pytest.warns(UserWarning, match="unseen"):
        backbone = ResNetConfig(
            depth=101,
            output_stride=8,
            block3_rates=(2,) * 23,
            block4_rates=(4,) * 3,
        )
    block3, block4, both = backbone_coverage(backbone)
    assert block3.unseen == tuple(
        offset for offset in range(-46, 47) if offset % 2
    )
    assert both.blocks == ("block3", "block4")
    assert len(both.unseen) == both.reach // 2


@pytest.mark.parametrize("name", ["rf", "bigger", "tusimple"])
def test_hybrid_dilation_sees_every_pixel(name):
    *_, both = backbone_coverage(hybrid(name))
    assert both.unseen == ()
    assert len(both.atrous_rates) == 26


def test_multi_grid_has_holes_that_the_blocks_before_it_fill():
    block4, both = backbone_coverage(ResNetConfig(output_stride=16))
    assert block4.atrous_rates == (2, 4, 8)
    assert 1 in block4.unseen and both.unseen == ()


def test_rates_of_coarser_maps_count_in_pixels_of_the_finest():
    backbone = ResNetConfig(output_stride=32, multi_grid=(1, 2, 4))
    *_, both = backbone_coverage(backbone)
    assert both.atrous_rates == (1,) * 6 + (2, 4, 8)


@pytest.mark.parametrize(
    "backbone",
    [
        None,
        MobileNetV2Config(),
        ResNetConfig(output_stride=32, multi_grid=(1, 1, 1)),
    ],
)
def test_nothing_to_say_without_rates(backbone):
    assert backbone_coverage(backbone) == ()
