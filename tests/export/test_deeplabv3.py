import pytest

from deeplab_family.backbones import MobileNetV2Config, MobileNetV3Config
from deeplab_family.models import DeepLabV3Config
from tests.contracts.export import ExportContract
from tests.randomize import randomize


class TestDeepLabV3(ExportContract):
    @classmethod
    def make_model(cls):
        config = DeepLabV3Config(
            num_classes=3,
            backbone=MobileNetV2Config(alpha=0.35),
            filters=8,
        )
        return randomize(config.build())


@pytest.mark.slow
class TestOnMobileNetV3(ExportContract):
    @classmethod
    def make_model(cls):
        config = DeepLabV3Config(
            num_classes=3,
            backbone=MobileNetV3Config(size="small", alpha=0.75),
            filters=8,
        )
        return randomize(config.build())
