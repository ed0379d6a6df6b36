from tests.contracts.backbone import BackboneContract
from tests.small_backbone import SmallBackboneConfig


class TestSmallBackbone(BackboneContract):
    config = SmallBackboneConfig()
