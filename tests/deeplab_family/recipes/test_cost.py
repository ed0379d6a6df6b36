import dataclasses

import pytest

from deeplab_family.analysis import inspect_network
from deeplab_family.recipes import RECIPES, stages_of
from deeplab_family.recipes.cost import (
    GIGA_MULTIPLY_ADDS,
    cpu_hours,
    hours_of,
)

QUICK = ("synthetic_mobile", "folder_lite", "folder_mobile")


def distinct():
    """Stages whose network and crop another has, too, are counted once."""
    found = {}
    for name, work in GIGA_MULTIPLY_ADDS.items():
        each = work if isinstance(work, tuple) else (work,)
        stages = stages_of(name, RECIPES[name]())
        for stage, billions in zip(stages, each, strict=True):
            key = stage.recipe.model, stage.recipe.data.crop_size
            found.setdefault((key, billions), f"{name}/{stage.name}")
    return [
        pytest.param(
            *key,
            billions,
            id=place,
            marks=() if place.split("/")[0] in QUICK else pytest.mark.slow,
        )
        for (key, billions), place in found.items()
    ]


@pytest.mark.parametrize(("model", "crop", "billions"), distinct())
def test_the_table_says_what_the_inspection_counts(model, crop, billions):
    changes = {} if model.num_classes else {"num_classes": 11}
    if not getattr(model, "upsample_logits", True):
        changes["upsample_logits"] = True
    network = dataclasses.replace(model, **changes).build()
    counted = inspect_network(network, *crop).multiply_adds
    assert billions == pytest.approx(counted / 1e9, rel=0.03)


def test_every_recipe_has_its_costs_and_stages_add_up():
    assert list(GIGA_MULTIPLY_ADDS) == list(RECIPES)
    alone, chain = RECIPES["cityscapes_duc"](), RECIPES["cityscapes_duc_hdc"]()
    once = hours_of("cityscapes_duc", alone)
    assert hours_of("cityscapes_duc_hdc", chain) == 2 * once


def test_hours_grow_with_steps_and_work():
    recipe = RECIPES["folder_mobile"]()
    longer = dataclasses.replace(
        recipe,
        train=dataclasses.replace(
            recipe.train, total_steps=2 * recipe.train.total_steps
        ),
    )
    assert cpu_hours(longer, 1.0) == 2 * cpu_hours(recipe, 1.0)
    assert cpu_hours(recipe, 2.0) == 2 * cpu_hours(recipe, 1.0)


def test_the_estimate_is_near_what_was_measured():
    # 4,000 steps of 8 x 257 took 44 to 56 minutes on two cores
    hours = cpu_hours(
        RECIPES["folder_mobile"](), GIGA_MULTIPLY_ADDS["folder_mobile"]
    )
    assert 40 / 60 < hours < 60 / 60
