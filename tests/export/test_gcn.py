from deeplab_family.models import GCNConfig
from tests.contracts.export import ExportContract
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig


class TestGCN(ExportContract):
    @classmethod
    def make_model(cls):
        backbone = SmallBackboneConfig(output_stride=32)
        config = GCNConfig(num_classes=3, backbone=backbone, kernel_size=5)
        return randomize(config.build())
