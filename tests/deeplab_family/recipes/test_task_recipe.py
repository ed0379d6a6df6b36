import dataclasses

import pytest

from deeplab_family.recipes.task_recipe import (
    fill_num_classes,
    refuse_patience,
)


@dataclasses.dataclass(frozen=True)
class Model:
    num_classes: int | None


@dataclasses.dataclass(frozen=True)
class Data:
    root: str


@dataclasses.dataclass(frozen=True)
class Recipe:
    model: Model
    data: Data = Data("streets")


def test_patience_is_refused_with_the_noun():
    refuse_patience(None, "a detector")
    with pytest.raises(ValueError, match=r"a detector has not.*Received: 3$"):
        refuse_patience(3, "a detector")


@pytest.mark.parametrize("given", [None, 4])
def test_a_recipe_gets_the_number_of_its_data(given):
    filled = fill_num_classes(Recipe(Model(given)), 4, "4 classes", "them")
    assert filled == Recipe(Model(4))


def test_another_number_is_refused_with_both():
    told = (
        "`model.num_classes` is 5, but streets has 4 categories. Leave the "
        "number out, or correct the data."
    )
    with pytest.raises(ValueError, match=f"^{told}$"):
        fill_num_classes(Recipe(Model(5)), 4, "4 categories", "the data")
