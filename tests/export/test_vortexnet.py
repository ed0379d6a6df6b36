from deeplab_family.models import VortexNetConfig
from tests.contracts.export import ExportContract
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig


class TestVortexNet(ExportContract):
    @classmethod
    def make_model(cls):
        backbone = SmallBackboneConfig()
        config = VortexNetConfig(
            num_classes=3, backbone=backbone, filters=16, border="exclude"
        )
        return randomize(config.build())
