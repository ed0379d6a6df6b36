from deeplab_family.models import GCNConfig
from tests.contracts.export import ExportContract
from tests.randomize import randomize
from tests.small_trunk import SmallTrunkConfig


class TestGCN(ExportContract):
    @classmethod
    def make_model(cls):
        trunk = SmallTrunkConfig(output_stride=32)
        config = GCNConfig(num_classes=3, backbone=trunk, kernel_size=5)
        return randomize(config.build())
