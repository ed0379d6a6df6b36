import keras
import numpy as np
import pytest

from deeplab_family.backbones import (
    MobileNetV2Config,
    ResNetConfig,
)
from deeplab_family.importers.backbone_config import backbone_config
from deeplab_family.weights import WeightsError
from deeplab_family.weights.sources.keras_mobilenet_v2 import (
    KerasMobileNetV2,
)
from deeplab_family.weights.sources.keras_mobilenet_v3 import (
    KerasMobileNetV3,
)
from deeplab_family.weights.sources.torchvision_resnet import (
    TorchvisionResNet,
)
from tests.torchvision_states import blank_state, resnet_shapes


@pytest.mark.parametrize("depth", [50, 101, 152])
def test_finds_the_backbone_that_computes_the_same(depth):
    """Undilated, as it was trained to classify: no rate is above 1."""
    arrays = blank_state(resnet_shapes(depth))
    config = backbone_config(TorchvisionResNet(), arrays)
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
        backbone_config(TorchvisionResNet(), arrays)


def arrays_of(application, **arguments):
    """Blank weights of a network of keras.applications."""
    model = application(
        include_top=False,
        weights=None,
        input_shape=(32, 32, 3),
        **arguments,
    )
    return {
        f"{layer.name}/{weight.name}": np.broadcast_to(
            np.float32(0), weight.shape
        )
        for layer in model.layers
        for weight in layer.weights
    }


@pytest.mark.parametrize("alpha", [1.0, 0.35])
def test_finds_the_width_of_a_mobilenet(alpha):
    arrays = arrays_of(keras.applications.MobileNetV2, alpha=alpha)
    config = backbone_config(KerasMobileNetV2(), arrays)
    assert config == MobileNetV2Config(alpha=alpha, output_stride=32)


def test_finds_size_and_width_of_a_mobilenet_v3():
    arrays = arrays_of(keras.applications.MobileNetV3Small, alpha=0.75)
    config = backbone_config(KerasMobileNetV3(), arrays)
    assert (config.size, config.alpha) == ("small", 0.75)


def test_a_width_that_nobody_publishes_is_refused():
    arrays = arrays_of(keras.applications.MobileNetV2, alpha=0.6)
    with pytest.raises(WeightsError, match="stage2_unit1 has 16 channels"):
        backbone_config(KerasMobileNetV2(), arrays)
