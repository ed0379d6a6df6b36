import dataclasses

import pytest

from deeplab_family.papers import duc_hdc
from deeplab_family.recipes import RECIPES

NAMES = ("cityscapes", "folder")


@pytest.mark.parametrize("name", ["folder_duc_hdc", "voc_duc"])
def test_is_the_papers_protocol(name):
    recipe = RECIPES[name]()
    assert recipe.train.schedule.learning_rate == 2.5e-4
    assert recipe.train.optimizer.weight_decay == 5e-4
    assert recipe.train.optimizer.momentum == recipe.train.schedule.power == 0.9
    assert recipe.data.batch_size == 12
    assert recipe.train.loss.label_downsampling == "every_nth"
    assert recipe.model.cell == 2 and not recipe.model.upsample_logits


def test_twenty_epochs_of_twelve_patches_of_a_picture():
    recipe = RECIPES["folder_duc_hdc"]()
    assert recipe.train.total_steps * 12 == 20 * 12 * 2975
    assert recipe.data.crop_size == (544, 544)
    assert recipe.model.backbone.hybrid_dilation == "bigger"


def test_voc_recipe_trains_the_network_of_table_6():
    (row,) = duc_hdc.table_6()
    model = RECIPES["voc_duc"]().model
    assert dataclasses.replace(model, upsample_logits=True) == row.config


def test_cityscapes_recipe_is_that_of_a_folder_with_19_classes():
    recipe, folder = (RECIPES[f"{n}_duc_hdc"]() for n in NAMES)
    assert recipe.with_num_classes(19).model == recipe.model
    assert recipe.model == folder.with_num_classes(19).model
    assert recipe.train == folder.train
    assert recipe.data.dataset == "cityscapes"
    assert recipe.data.eval_size == (1024, 2048)


def test_kitti_recipe_trains_the_network_of_table_5():
    recipe = RECIPES["kitti_duc"]()
    assert {recipe.model} == {row.config for row in duc_hdc.table_5()}
    assert recipe.data.crop_size == (320, 320)
    assert recipe.data.batch_size == 12
    assert recipe.train.schedule.learning_rate == 2.5e-4
    assert recipe.train.optimizer.weight_decay == 5e-4
    # 20 epochs of all patches of pictures of the usual size
    patches = 289 * len(recipe.data.patches.regions(375, 1242))
    assert recipe.data.patches.size == (320, 320)
    assert recipe.train.total_steps == 20 * patches // 12
