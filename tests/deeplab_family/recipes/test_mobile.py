import pytest

from deeplab_family.recipes import RECIPES, stages_of
from deeplab_family.weights import published_weights


@pytest.mark.parametrize(
    "name", ["synthetic_mobile", "folder_lite", "folder_mobile"]
)
def test_statistics_arrive_within_the_run(name):
    """A paper's momentum of 0.9997 would need many times these steps."""
    recipe = RECIPES[name]()
    assert recipe.model.backbone.for_phones
    momentum = recipe.model.backbone.batch_norm_momentum
    assert momentum**recipe.train.total_steps < 1e-3


@pytest.mark.parametrize("name", ["folder_lite", "folder_mobile"])
def test_any_folder_brings_its_own_classes(name):
    assert RECIPES[name]().model.num_classes is None


def test_all_but_the_demo_start_from_weights_that_are_published():
    for name, make in RECIPES.items():
        weights = "none" if name == "synthetic_mobile" else "imagenet"
        recipe = stages_of(name, make())[0].recipe
        assert recipe.train.weights == weights
        if weights == "imagenet":
            assert published_weights(recipe.model.backbone) is not None
