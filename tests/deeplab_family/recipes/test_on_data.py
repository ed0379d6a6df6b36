import pytest

from deeplab_family.recipes import RECIPES, stages_of
from deeplab_family.recipes.on_data import on_data

STAGES = {
    f"{name}/{stage.name}": stage.recipe
    for name, make in RECIPES.items()
    for stage in stages_of(name, make())
}


@pytest.mark.parametrize("name", STAGES)
def test_every_recipe_takes_every_folder(name, streets):
    recipe = on_data(STAGES[name], str(streets))
    spec = recipe.data.open().spec
    assert recipe.with_num_classes(spec.num_classes)
    for split in (recipe.data.train_split, recipe.data.eval_split):
        assert recipe.data.open().samples(split)
    if STAGES[name].data.dataset != "folder":
        # sizes of another data set's images
        assert recipe.data.eval_size is None
        assert not recipe.data.patches


def test_a_recipe_keeps_all_that_its_own_data_set_needs(tmp_path):
    (tmp_path / "ImageSets" / "Segmentation").mkdir(parents=True)
    own = RECIPES["voc_deeplabv3"]()
    recipe = on_data(own, str(tmp_path))
    assert recipe.data.train_split == own.data.train_split == "train_aug"
    assert recipe.data.eval_size == own.data.eval_size == (513, 513)
    assert recipe.model.num_classes == 21


def test_vistas_keep_the_classes_of_cityscapes(tmp_path):
    """Its folder shows Mapillary, whose own classes are others."""
    (tmp_path / "config.json").touch()
    recipe = STAGES["cityscapes_galdnet_mapillary/mapillary"]
    there = on_data(recipe, str(tmp_path))
    assert there.data.dataset == "mapillary_cityscapes"
    assert there.model.num_classes == 19
