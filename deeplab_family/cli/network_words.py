"""Network words: RECIPE_OR_MODEL looked at before Keras is imported."""

from pathlib import Path

from deeplab_family.console.suggestions import did_you_mean, near_path
from deeplab_family.inference.model_files import refuse_no_model
from deeplab_family.recipes import RECIPES
from deeplab_family.run_folder import model_file


def require_network(name: str) -> Path | None:
    """The `.keras` file that a word means.

    Args:
        name: of a recipe, of a `.keras` file, or of the folder of a run.

    Returns:
        None for a recipe.

    Raises:
        ValueError: if it is none of them; says what may be meant.
    """
    if name in RECIPES:
        return None
    path = model_file(name, is_checked=False)
    if path.suffix == ".keras":
        refuse_no_model(path)
        return path
    meant = did_you_mean(name, RECIPES) or near_path(path)
    raise ValueError(
        f"{path} is neither a recipe nor a .keras file, whose layers can be "
        f"looked at, nor the folder of a run{meant}. `deeplab recipes` lists "
        "the recipes"
    )
