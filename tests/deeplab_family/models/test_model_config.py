import pytest

from deeplab_family.backbones import MobileNetV2Config, ResNetGCNConfig
from deeplab_family.models import DeepLabV3Config, GCNConfig, ModelConfig


def test_only_networks_that_want_dilation_refuse_what_replaces_it():
    refusing = {
        config.kind
        for config in ModelConfig.kinds()
        if config.refusal(ResNetGCNConfig())
    }
    assert refusing == {config.kind for config in ModelConfig.kinds()} - {"gcn"}
    assert GCNConfig.refusal(MobileNetV2Config()) == ""


def test_networks_with_a_pyramid_are_narrower_on_phones():
    widths = {
        config.kind: config.phone_filters for config in ModelConfig.kinds()
    }
    assert {kind for kind, width in widths.items() if width == 128} == {
        "deeplabv3",
        "deeplabv3plus",
        "vortexnet",
    }


def test_what_the_data_decide_is_asked_for():
    with pytest.raises(ValueError, match="`num_classes` must be.*None"):
        DeepLabV3Config(num_classes=None).build()
