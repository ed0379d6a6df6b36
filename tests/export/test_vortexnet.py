from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.models import VortexNetConfig
from tests.contracts.export import ExportContract
from tests.randomize import randomize


class TestVortexNet(ExportContract):
    @classmethod
    def make_model(cls):
        trunk = MobileNetV2Config(alpha=0.35)
        config = VortexNetConfig(
            num_classes=3, backbone=trunk, filters=16, border="exclude"
        )
        return randomize(config.build())
