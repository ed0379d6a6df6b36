import dataclasses

import pytest

from deeplab_family.analysis import inspect_network
from deeplab_family.cli.networks import load_network
from deeplab_family.recipes import RECIPES
from deeplab_family.recipes.cost import GIGA_MULTIPLY_ADDS, cpu_hours

QUICK = ("synthetic_mobile", "folder_lite", "folder_mobile")


@pytest.mark.parametrize(
    "name",
    [
        name if name in QUICK else pytest.param(name, marks=pytest.mark.slow)
        for name in RECIPES
    ],
)
def test_the_table_says_what_the_inspection_counts(name):
    crop = RECIPES[name]().data.crop_size
    counted = inspect_network(load_network(name, 11), *crop).multiply_adds
    assert GIGA_MULTIPLY_ADDS[name] == pytest.approx(counted / 1e9, rel=0.03)


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
