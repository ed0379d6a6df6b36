import dataclasses

import pytest

from deeplab_family.optimizers import SGDConfig
from deeplab_family.recipes import RECIPES, Recipe, StagedRecipe, stages_of
from deeplab_family.recipes.changed_fields import with_fields
from deeplab_family.recipes.tiny import tiny

STAGES = {
    f"{name}/{stage.name}": stage.recipe
    for name, make in RECIPES.items()
    for stage in stages_of(name, make())
}
SMALLER = {
    "data": """dataset root train_split eval_split val_share crop_size
    batch_size eval_batch_size eval_size bootstrap patches mix service""",
    "train": "total_steps eval_every save_every weights",
    "model": "num_classes backbone",
}


def with_filled_statistics(backbone):
    """As it is, but statistics take from two steps what others take from all.

    The head of a network's third stage, whose statistics are frozen, saw
    those of fresh layers otherwise: a loss of 10, and not of 2.
    """
    return dataclasses.replace(backbone, batch_norm_momentum=0.3)


def changed(one, other):
    return {
        field.name
        for field in dataclasses.fields(one)
        if getattr(one, field.name) != getattr(other, field.name)
    }


@pytest.mark.parametrize("name", STAGES)
def test_only_what_costs_time_is_changed(name):
    own = STAGES[name]
    small = tiny(own, "streets", weights="backbone.keras")
    for part, allowed in SMALLER.items():
        assert changed(getattr(own, part), getattr(small, part)) <= {
            *allowed.split()
        }
    backbone = with_filled_statistics(own.model.backbone)
    assert small.model.backbone == backbone
    assert small.train.total_steps == 2
    # A crop has the own crop's remainder: n strides, or n strides and a pixel.
    stride = own.model.backbone.output_stride
    side = small.data.crop_size[0]
    assert side < own.data.crop_size[0] and side <= 128
    if own.data.crop_size[0] % stride in (0, 1):
        assert side % stride == own.data.crop_size[0] % stride
    # Batch normalization of one image is another thing than of several.
    assert (small.data.batch_size == 1) == (own.data.batch_size == 1)
    for part in ("patches", "mix"):
        mine, theirs = (getattr(r.data, part) for r in (small, own))
        assert bool(mine) == bool(theirs)
    hard = [bool(r.data.bootstrap.classes) for r in (small, own)]
    assert hard[0] == hard[1]


@pytest.mark.parametrize("name", RECIPES)
def test_a_chain_stays_a_chain(name):
    own = RECIPES[name]()
    small = tiny(own, "streets", weights="backbone.keras")
    assert type(small) is type(own)
    pairs = zip(stages_of("x", own), stages_of("x", small), strict=True)
    for theirs, ours in pairs:
        assert ours.name == theirs.name
        starts = theirs.recipe.train.weights
        expected = {"imagenet": "backbone.keras"}.get(starts, starts)
        assert ours.recipe.train.weights == expected


def test_patches_become_small_with_their_crops():
    own = STAGES["cityscapes_duc/cityscapes_duc"].data
    small = tiny(STAGES["cityscapes_duc/cityscapes_duc"], "streets").data
    assert own.patches.size == own.crop_size == (880, 880)
    assert small.patches.size == small.crop_size == (64, 64)
    assert small.patches.jitter == round(80 * 64 / 880)
    assert (small.patches.rows, small.patches.columns) == (1, 7)


def test_a_resnet_is_shallow_only_where_asked():
    own = STAGES["voc_gcn/voc_gcn"]
    assert tiny(own, "streets").model.backbone.depth == 152
    shallow = tiny(own, "streets", shallow=True).model.backbone
    backbone = with_filled_statistics(own.model.backbone)
    assert shallow == dataclasses.replace(backbone, depth=50)


def test_frozen_fresh_statistics_stay_what_they_are():
    """The recipe that was NaN at its second step must be so when tiny."""
    wrong = with_fields(STAGES["voc_gcn/voc_gcn"], train={"weights": "none"})
    small = tiny(wrong, "streets", weights="backbone.keras")
    assert small.train.weights == "none"
    assert small.train.freeze == ("batch_norm",)


def test_kinds_of_recipes_are_those_of_the_table():
    kinds = {type(make()) for make in RECIPES.values()}
    assert kinds == {Recipe, StagedRecipe}


def test_an_average_and_accumulated_batches_come_to_two_updates():
    """A run refuses an average that its steps do not fill."""
    optimizer = SGDConfig(ema_momentum=0.999, accumulate=4)
    own = with_fields(
        STAGES["folder_lite/folder_lite"], train={"optimizer": optimizer}
    )
    small = tiny(own, "streets").train
    small.check_steps()
    assert (small.total_steps, small.eval_every) == (8, 8)
    assert 0 < small.optimizer.ema_momentum < 0.999
    assert small.optimizer.accumulate == 4
