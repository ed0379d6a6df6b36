"""What docs/training/recipes.md says of recipes is what they are."""

import json
import re
from pathlib import Path

from deeplab_family.recipes import RECIPES, StagedRecipe, stages_of
from deeplab_family.recipes.recipe_tree import recipe_of

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs/training/recipes.md").read_text(encoding="utf-8")


def rows(begin):
    """Cells of the table whose head begins so."""
    table = TEXT.partition(begin)[2].partition("\n\n")[0]
    lines = table.splitlines()[2:]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]


def named(cell):
    return re.findall(r"`(\w+)`", cell)


def test_every_chain_is_listed_with_its_stages():
    listed = {named(row[0])[0]: named(row[1]) for row in rows("| recipe |")}
    chains = {name: make() for name, make in RECIPES.items()}
    assert listed == {
        name: [stage.name for stage in recipe.stages]
        for name, recipe in chains.items()
        if isinstance(recipe, StagedRecipe)
    }


def test_the_numbers_of_the_example_are_the_recipes():
    stages = stages_of("full", RECIPES["voc_deeplabv3_full"]())
    for row, stage in zip(rows("| stage |"), stages, strict=True):
        recipe = stage.recipe
        assert named(row[0]) == [stage.name]
        side = recipe.data.crop_size[0]
        work = (
            f"{recipe.train.total_steps:,} of {recipe.data.batch_size} x "
            f"{side} x {side}, rate {recipe.train.schedule.learning_rate:g}"
        )
        assert row[2].startswith(work)


def test_the_file_of_stages_is_a_recipe():
    text = TEXT.partition("```json")[2].partition("```")[0]
    stages = recipe_of(json.loads(text)).stages
    assert [stage.name for stage in stages] == ["wide", "close"]
