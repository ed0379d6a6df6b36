from deeplab_family.models import VortexNetConfig
from tests.contracts.export import ExportContract
from tests.randomize import randomize
from tests.small_trunk import SmallTrunkConfig


class TestVortexNet(ExportContract):
    @classmethod
    def make_model(cls):
        trunk = SmallTrunkConfig()
        config = VortexNetConfig(
            num_classes=3, backbone=trunk, filters=16, border="exclude"
        )
        return randomize(config.build())
