"""Part of a recipe in stages: the stages up to one of them."""

from deeplab_family.recipes import Recipe, StagedRecipe


def up_to(recipe: StagedRecipe, name: str) -> Recipe | StagedRecipe:
    """The stages of a recipe up to and with one of them.

    Args:
        recipe: of several stages.
        name: of the last one to keep.

    Returns:
        A plain recipe if that is the first one.
    """
    names = [stage.name for stage in recipe.stages]
    stages = recipe.stages[: names.index(name) + 1]
    if len(stages) == 1:
        return stages[0].recipe
    return StagedRecipe(stages=stages)
