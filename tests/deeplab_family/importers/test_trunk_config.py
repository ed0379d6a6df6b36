import pytest

from deeplab_family.backbones import ResNetConfig
from deeplab_family.importers.trunk_config import trunk_config
from deeplab_family.weights import WeightsError
from deeplab_family.weights.sources.torchvision_resnet import (
    TorchvisionResNet,
)
from tests.torchvision_states import blank_state, resnet_shapes


@pytest.mark.parametrize("depth", [50, 101, 152])
def test_finds_the_trunk_that_computes_the_same(depth):
    """Undilated, as it was trained to classify: no rate is above 1."""
    arrays = blank_state(resnet_shapes(depth))
    config = trunk_config(TorchvisionResNet(), arrays)
    assert config == ResNetConfig(
        depth=depth,
        output_stride=32,
        multi_grid=(1, 1, 1),
        stride_placement="3x3",
    )
    assert {rate for rates in config.rates for rate in rates} == {1}


def test_says_why_there_is_none():
    arrays = blank_state(resnet_shapes(50))
    del arrays["layer1.0.conv3.weight"]
    with pytest.raises(WeightsError, match="ResNet-18"):
        trunk_config(TorchvisionResNet(), arrays)
