import dataclasses

import pytest

from deeplab_family.papers import gcn
from deeplab_family.recipes import RECIPES
from deeplab_family.training import compile_model
from deeplab_family.training.freezing import refuse_fresh_freezing
from tests.tiny_recipe import tiny


@pytest.mark.parametrize(
    ("name", "kernel_size", "crop"),
    [("voc_gcn", 15, 512), ("folder_gcn", 25, 800)],
)
def test_is_the_papers_protocol(name, kernel_size, crop):
    recipe = RECIPES[name]()
    assert recipe.model.kernel_size == kernel_size
    assert recipe.model.backbone == gcn.undilated(152)
    assert recipe.model.boundary_refinement
    assert recipe.data.crop_size == (crop, crop)
    # The kernel covers the deepest map.
    assert abs(crop // 32 - kernel_size) <= 1
    assert recipe.data.scale.minimum == recipe.data.scale.maximum == 1
    assert recipe.train.optimizer.momentum == 0.99
    assert recipe.train.optimizer.weight_decay == 5e-4


@pytest.mark.parametrize("name", ["voc_gcn", "folder_gcn"])
def test_single_images_keep_the_statistics_of_given_weights(name):
    recipe = RECIPES[name]()
    assert recipe.data.batch_size == 1
    assert recipe.train.freeze == ("batch_norm",)
    assert recipe.train.weights == "imagenet"
    assert recipe.train.head_learning_rate_multiplier == 1


@pytest.mark.parametrize("name", ["voc_gcn", "folder_gcn"])
def test_fresh_weights_need_two_images_and_no_freezing(name):
    recipe = RECIPES[name]()
    fresh = dataclasses.replace(recipe.train, weights="none")
    with pytest.raises(ValueError, match="--train.freeze --data.batch-size 2"):
        refuse_fresh_freezing(fresh)
    refuse_fresh_freezing(dataclasses.replace(fresh, freeze=()))


def test_the_head_has_no_statistics_of_its_own(tmp_path):
    """So that a backbone's weights are enough to train on single images."""
    recipe = tiny(RECIPES["voc_gcn"](), "root").with_num_classes(3)
    recipe.model.backbone.build().save(tmp_path / "backbone.keras")
    recipe = dataclasses.replace(
        recipe,
        data=dataclasses.replace(recipe.data, batch_size=1),
        train=dataclasses.replace(
            recipe.train,
            weights=str(tmp_path / "backbone.keras"),
            freeze=("batch_norm",),
        ),
    )
    model = compile_model(recipe)
    names = {variable.name for variable in model.trainable_variables}
    assert names == {"kernel", "bias"}


def test_voc_recipe_trains_the_network_of_table_5():
    row = gcn.table_5()[-1]
    assert RECIPES["voc_gcn"]().model == row.config
