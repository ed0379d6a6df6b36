from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.models import GCNConfig
from tests.contracts.export import ExportContract
from tests.randomize import randomize


class TestGCN(ExportContract):
    @classmethod
    def make_model(cls):
        trunk = MobileNetV2Config(alpha=0.35, output_stride=32)
        config = GCNConfig(num_classes=3, backbone=trunk, kernel_size=5)
        return randomize(config.build())
