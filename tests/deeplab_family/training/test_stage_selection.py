import dataclasses
import shutil

import pytest

from deeplab_family.recipes import PREVIOUS, Stage, StagedRecipe
from deeplab_family.recipes.changed_fields import with_fields
from deeplab_family.training import select_stages, stages_left


@pytest.fixture
def begun(finished, tmp_path):
    """Three stages, the first of which is finished, and the run's folder."""
    _, folder, recipe = finished
    shutil.copytree(folder, tmp_path / "run/one")
    on = with_fields(recipe, train={"weights": PREVIOUS})
    stages = [Stage(name="one", recipe=recipe)]
    stages += [Stage(name=name, recipe=on) for name in ("two", "three")]
    return StagedRecipe(stages=tuple(stages)), tmp_path / "run"


def weights(recipe):
    return [stage.recipe.train.weights for stage in recipe.stages]


def left(recipe, folder, *only):
    return [stage.name for stage in stages_left(recipe, only, folder)]


def test_all_stages_go_on_as_they_say(begun):
    recipe, folder = begun
    assert select_stages(recipe, (), folder) == recipe
    assert left(recipe, folder) == ["two", "three"]


def test_the_first_one_goes_on_from_a_finished_stage(begun):
    recipe, folder = begun
    assert select_stages(recipe, ("two", "three"), folder) == recipe
    assert left(recipe, folder, "two") == ["two"]


def test_without_the_stage_before_it_starts_from_imagenet(begun, tmp_path):
    recipe, folder = begun
    third = select_stages(recipe, ("three",), folder)
    assert weights(third) == ["none", "previous", "imagenet"]
    both = select_stages(recipe, ("two", "three"), tmp_path / "empty")
    assert weights(both) == ["none", "imagenet", "previous"]


def test_a_stage_that_was_begun_goes_on_as_it_began(begun, tmp_path):
    """Whatever has been finished meanwhile."""
    recipe, folder = begun
    alone = select_stages(recipe, ("two",), tmp_path / "empty")
    trained = alone.stages[1].recipe
    assert trained.train.weights == "imagenet"
    shutil.copytree(folder / "one", folder / "two")
    text = (folder / "two/recipe.json").read_text()
    text = text.replace('"weights": "none"', '"weights": "imagenet"')
    (folder / "two/recipe.json").write_text(text)
    again = select_stages(recipe, ("two",), folder)
    assert weights(again) == ["none", "imagenet", "previous"]


def test_an_own_file_to_start_from_stays(begun, tmp_path):
    recipe, _ = begun
    one, two, three = recipe.stages
    own = with_fields(two.recipe, train={"weights": "mine.keras"})
    recipe = StagedRecipe(
        stages=(one, dataclasses.replace(two, recipe=own), three)
    )
    chosen = select_stages(recipe, ("two",), tmp_path / "empty")
    assert weights(chosen) == ["none", "mine.keras", "previous"]


def test_an_unknown_stage_is_refused_with_those_there_are(begun):
    recipe, folder = begun
    with pytest.raises(ValueError, match="tow is unknown.*'two'.*one, two, t"):
        select_stages(recipe, ("tow",), folder)
