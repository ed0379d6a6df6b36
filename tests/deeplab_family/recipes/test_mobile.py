import pytest

from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.recipes import RECIPES


@pytest.mark.parametrize("name", ["synthetic_mobile", "folder_mobile"])
def test_statistics_arrive_within_the_run(name):
    """A paper's momentum of 0.9997 would need many times these steps."""
    recipe = RECIPES[name]()
    assert isinstance(recipe.model.backbone, MobileNetV2Config)
    momentum = recipe.model.backbone.batch_norm_momentum
    assert momentum**recipe.train.total_steps < 1e-3


def test_any_folder_brings_its_own_classes():
    assert RECIPES["folder_mobile"]().model.num_classes is None
