import pytest

from deeplab_family.recipes import RECIPES
from deeplab_family.recipes.recipe_tree import recipe_of, tree_of
from deeplab_family.recipes.validation_config import ValidationConfig


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("scales", ()),
        ("scales", (1.0, 0.0)),
        ("scales", (float("inf"),)),
        ("window", -1),
        ("overlap", 1.0),
        ("overlap", -0.1),
    ],
)
def test_values_out_of_range_are_refused_by_name(field, value):
    with pytest.raises(ValueError, match=f"`{field}` must"):
        ValidationConfig(**{field: value})


def test_a_stored_recipe_of_before_asks_whole_images():
    tree = tree_of(RECIPES["folder_lite"]())
    assert tree["train"].pop("validation")["scales"] == [1.0]
    assert recipe_of(tree).train.validation == ValidationConfig()
