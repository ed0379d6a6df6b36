import pytest

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import DeepLabV3Config
from deeplab_family.models.pyramid_rates import change_stride, pyramid_rates


@pytest.mark.parametrize(
    ("output_stride", "rates"), [(8, (12, 24, 36)), (16, (6, 12, 18))]
)
def test_branches_reach_equally_far_in_the_image(output_stride, rates):
    assert pyramid_rates(None, output_stride) == rates
    assert [rate * output_stride for rate in rates] == [96, 192, 288]


def test_given_rates_are_kept():
    assert pyramid_rates((), 8) == ()
    assert pyramid_rates((5,), 8) == (5,)


def test_given_rates_move_with_the_stride():
    config = DeepLabV3Config(
        num_classes=3,
        backbone=ResNetConfig(output_stride=16),
        atrous_rates=(6, 12),
    )
    denser = change_stride(config, 8)
    assert denser.atrous_rates == (12, 24)
    assert denser.backbone.output_stride == 8
    assert change_stride(denser, 16) == config
