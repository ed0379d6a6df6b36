import dataclasses

from deeplab_family.losses import OHEMConfig
from deeplab_family.papers import galdnet
from deeplab_family.recipes import RECIPES


def test_is_the_papers_protocol():
    recipe = RECIPES["folder_galdnet"]()
    # The stem is that of the weights that it starts from.
    paper = galdnet.network()
    rooted = dataclasses.replace(paper.backbone, stem="root")
    expected = dataclasses.replace(paper, backbone=rooted)
    assert recipe.with_num_classes(19).model == expected
    assert recipe.model.auxiliary_weight == 0.4
    assert recipe.data.crop_size == (769, 769)
    assert recipe.data.batch_size == 8
    assert recipe.train.total_steps == 50_000
    assert recipe.train.schedule.learning_rate == 0.01
    assert recipe.train.schedule.power == recipe.train.optimizer.momentum == 0.9
    assert recipe.train.loss == OHEMConfig(threshold=0.7, min_kept=100_000)


def test_cityscapes_recipe_is_that_of_a_folder_with_19_classes():
    recipe, folder = (
        RECIPES[f"{name}_galdnet"]() for name in ("cityscapes", "folder")
    )
    assert recipe.model == folder.with_num_classes(19).model
    assert recipe.train == folder.train
    assert recipe.data.dataset == "cityscapes"
