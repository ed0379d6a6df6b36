"""Task recipes: checks of recipes of other tasks than segmentation."""

import dataclasses


def refuse_patience(patience: int | None, noun: str) -> None:
    """Refuses to count evaluations by a score that a task has not.

    Args:
        patience: that of its `TrainConfig`.
        noun: of the task's network, with its article.

    Raises:
        ValueError: if it is not None.
    """
    if patience is not None:
        raise ValueError(
            "`patience` counts evaluations without a better mean IoU, which "
            f"{noun} has not: leave it at None. Received: {patience}"
        )


def fill_num_classes(recipe, num_classes: int, found: str, cure: str):
    """Recipe with the number of classes that its data have.

    Args:
        recipe: its model's `num_classes` is None or that number.
        num_classes: int >= 1.
        found: the classes of the data, in words, such as "3 categories".
        cure: what to correct, such as "the data".

    Raises:
        ValueError: if the model was given another number.
    """
    if recipe.model.num_classes not in (None, num_classes):
        raise ValueError(
            f"`model.num_classes` is {recipe.model.num_classes}, but "
            f"{recipe.data.root} has {found}. Leave the number out, or "
            f"correct {cure}."
        )
    model = dataclasses.replace(recipe.model, num_classes=num_classes)
    return dataclasses.replace(recipe, model=model)
