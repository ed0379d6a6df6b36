from tests.contracts.backbone import BackboneContract
from tests.small_trunk import SmallTrunkConfig


class TestSmallTrunk(BackboneContract):
    config = SmallTrunkConfig()
