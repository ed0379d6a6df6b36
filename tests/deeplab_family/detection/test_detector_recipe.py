"""Numbers of the recipes, as GALD-Net's paper and mmdetection state them."""

import dataclasses

import pytest

from deeplab_family.detection.detector_recipe import (
    DETECTORS,
    coco_mask_rcnn,
    mobile_mask_rcnn,
    voc07_faster_rcnn,
)
from deeplab_family.recipes.recipe_tree import recipe_of, tree_of


def rates(recipe, *steps):
    train = recipe.train
    schedule = train.schedule.build(train.total_steps)
    return [float(schedule(step)) for step in steps]


def test_voc_is_trained_for_14_epochs_with_a_step_after_10():
    recipe = voc07_faster_rcnn()
    epoch = -(-(5_011 + 11_540) // 8)
    assert recipe.train.total_steps == 14 * epoch
    found = rates(recipe, 0, 10 * epoch - 1, 10 * epoch, 14 * epoch - 1)
    assert found == pytest.approx([0.01, 0.01, 0.001, 0.001])
    optimizer = recipe.train.optimizer
    assert (optimizer.momentum, optimizer.weight_decay) == (0.9, 1e-4)
    assert optimizer.decays == "all" and optimizer.clip_norm is None
    assert (recipe.data.short_side, recipe.data.long_side) == (600, 1000)


def test_coco_is_trained_by_the_schedule_1x():
    recipe = coco_mask_rcnn()
    epoch = -(-117_266 // 16)
    assert recipe.train.total_steps == 12 * epoch
    steps = (0, 250, 500, 8 * epoch - 1, 8 * epoch, 11 * epoch - 1, 11 * epoch)
    assert rates(recipe, *steps) == pytest.approx(
        [0.02 / 3, 0.02 * 2 / 3, 0.02, 0.02, 0.002, 0.002, 0.0002]
    )
    assert recipe.train.optimizer.clip_norm == 35
    assert (recipe.data.short_side, recipe.data.long_side) == (800, 1333)


@pytest.mark.parametrize("name", DETECTORS)
def test_recipes_survive_json(name):
    recipe = DETECTORS[name]()
    assert recipe_of(tree_of(recipe), type(recipe)) == recipe


@pytest.mark.parametrize(
    ("end", "block"),
    [("", None), ("_nl", "non_local"), ("_cgnl", "cgnl"), ("_gald", "gald")],
)
@pytest.mark.parametrize("base", ["voc07_faster_rcnn", "coco_mask_rcnn"])
def test_names_tell_the_block(base, end, block):
    context = DETECTORS[base + end]().model.context
    assert (context and context.block) == block
    assert context is None or context.tap == "c5"


def test_masks_are_of_mask_rcnn_alone():
    recipe = voc07_faster_rcnn()
    data = dataclasses.replace(recipe.data, masks=True)
    with pytest.raises(ValueError, match="`data.masks` must be True for Mask"):
        dataclasses.replace(recipe, data=data)
    train = dataclasses.replace(recipe.train, score="mask_ap")
    with pytest.raises(ValueError, match="Faster R-CNN has not"):
        dataclasses.replace(recipe, train=train)


def test_the_number_of_classes_is_that_of_the_data():
    recipe = mobile_mask_rcnn().with_num_classes(3)
    assert recipe.model.num_classes == 3
    with pytest.raises(ValueError, match="has 4 categories"):
        recipe.with_num_classes(4)
