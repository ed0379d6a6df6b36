import dataclasses

import pytest

from deeplab_family.classification.classifier_recipe import (
    CLASSIFIERS,
    EPOCH,
    ClassifierRecipe,
    ClassifierTrainConfig,
)
from deeplab_family.recipes.recipe_tree import recipe_of, tree_of
from tests.deeplab_family.classification.tiny_classifier import tiny_classifier


def test_imagenet_is_trained_as_fb_resnet_torch_did():
    recipe = CLASSIFIERS["imagenet_resnet_gcn"]()
    data, train = recipe.data, recipe.train
    assert EPOCH == -(-1_281_167 // data.batch_size)
    assert train.total_steps == 90 * EPOCH
    optimizer = train.optimizer
    assert (optimizer.momentum, optimizer.nesterov) == (0.9, True)
    assert optimizer.loss_decay == 1e-4
    rate = train.schedule.build(train.total_steps)
    rates = [float(rate(epoch * EPOCH + EPOCH // 2)) for epoch in range(90)]
    want = [0.1] * 30 + [0.01] * 30 + [0.001] * 30
    assert rates == pytest.approx(want)
    crop, jitter = data.crop, data.jitter
    assert (crop.minimum_area, crop.maximum_area) == (0.08, 1)
    assert (crop.minimum_ratio, crop.maximum_ratio) == (3 / 4, 4 / 3)
    jittered = jitter.brightness, jitter.contrast, jitter.saturation, jitter.hue
    assert jittered == (0.4, 0.4, 0.4, 0)
    assert (data.lighting.deviation, data.flip.probability) == (0.1, 0.5)
    assert (data.eval_short_side, data.crop_size) == (256, (224, 224))


def test_a_recipe_comes_back_from_json():
    recipe = CLASSIFIERS["imagenet_resnet_gcn"]().with_num_classes(1000)
    assert recipe_of(tree_of(recipe), ClassifierRecipe) == recipe


def test_values_that_cannot_be_are_refused():
    recipe = tiny_classifier("")
    with pytest.raises(ValueError, match="`data.crop_size` must be at least"):
        dataclasses.replace(
            recipe, data=dataclasses.replace(recipe.data, crop_size=(16, 32))
        )
    with pytest.raises(ValueError, match="has 4 class folders"):
        recipe.with_num_classes(3).with_num_classes(4)
    with pytest.raises(ValueError, match="`patience`"):
        ClassifierTrainConfig(patience=3)
