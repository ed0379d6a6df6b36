import dataclasses

import pytest

from deeplab_family.papers import gcn
from deeplab_family.recipes import RECIPES
from deeplab_family.training.freezing import refuse_fresh_freezing


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
def test_fresh_weights_train_their_statistics(name):
    recipe = RECIPES[name]()
    assert recipe.data.batch_size == 2 and not recipe.train.freeze


def test_the_papers_single_images_follow_given_weights():
    recipe = RECIPES["voc_gcn"]()
    paper = dataclasses.replace(
        recipe,
        data=dataclasses.replace(recipe.data, batch_size=1),
        train=dataclasses.replace(
            recipe.train,
            freeze=("batch_norm",),
            weights="imagenet.keras",
        ),
    )
    refuse_fresh_freezing(paper.train)


def test_voc_recipe_trains_the_network_of_table_5():
    row = gcn.table_5()[-1]
    assert RECIPES["voc_gcn"]().model == row.config
