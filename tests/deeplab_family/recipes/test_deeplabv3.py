from deeplab_family.recipes import RECIPES


def test_voc_recipe_is_the_papers_protocol():
    recipe = RECIPES["voc_deeplabv3"]()
    assert recipe.model.backbone.depth == 101
    assert recipe.model.backbone.output_stride == 16
    assert recipe.model.backbone.multi_grid == (1, 2, 4)
    assert recipe.model.rates == (6, 12, 18) and recipe.model.image_pooling
    assert recipe.model.num_classes == 21
    assert recipe.data.train_split == "train_aug"
    assert recipe.data.crop_size == (513, 513)
    assert recipe.data.batch_size == 16
    assert recipe.train.total_steps == 30_000
    assert recipe.train.schedule.learning_rate == 0.007
    assert recipe.train.schedule.power == 0.9


def test_cityscapes_recipe_differs_by_crop_steps_and_classes_alone():
    recipe = RECIPES["cityscapes_deeplabv3"]()
    assert recipe.model.num_classes == 19
    assert recipe.data.dataset == "cityscapes"
    assert recipe.data.train_split == "train"
    assert recipe.data.crop_size == (769, 769)
    assert recipe.data.batch_size == 16
    assert recipe.train.total_steps == 90_000
    assert recipe.train.schedule.learning_rate == 0.007


def test_coco_recipe_trains_the_network_of_voc():
    recipe, voc = RECIPES["coco_deeplabv3"](), RECIPES["voc_deeplabv3"]()
    assert recipe.model == voc.model
    assert (recipe.data.dataset, recipe.data.train_split) == ("coco", "train")
    assert recipe.train.schedule.learning_rate == 0.007
