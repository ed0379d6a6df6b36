import pytest

from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import DeepLabV3Config
from deeplab_family.models.pyramid_rates import change_stride, pyramid_rates


@pytest.mark.parametrize(
    ("output_stride", "rates"), [(8, (12, 24, 36)), (16, (6, 12, 18))]
)
def test_open_rates_are_the_papers(output_stride, rates):
    assert pyramid_rates(None, output_stride) == rates


def test_given_rates_stay():
    assert pyramid_rates((1, 5), 8) == (1, 5)
    assert pyramid_rates((), 8) == ()


def test_given_rates_reach_the_same_pixels_at_another_stride():
    config = DeepLabV3Config(num_classes=3, atrous_rates=(4, 10))
    dense = change_stride(config, 8)
    assert dense.backbone == ResNetConfig(output_stride=8)
    assert dense.atrous_rates == (8, 20)
    assert change_stride(dense, 16) == config
