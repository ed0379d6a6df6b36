"""Names and colors of a model's classes, for legends and exported files."""

from collections.abc import Sequence
from pathlib import Path

from deeplab_family.class_names import require_same_names
from deeplab_family.inference.classes_file import (
    find_classes_file,
    read_classes_file,
)
from deeplab_family.visualization import default_palette
from input_pipeline import DatasetSpec


def read_classes(
    model_path: Path,
    num_classes: int | None,
    class_names: Sequence[str] | None = None,
) -> DatasetSpec:
    """Classes that the ids of a model mean.

    Args:
        model_path: a model file, or a SavedModel folder. `classes.json` is
            looked for beside it, and inside a folder.
        num_classes: of the model; without names anywhere they are numbers.
            None for a file that holds nothing but a class map.
        class_names: those that the model file holds itself, if any.

    Raises:
        ValueError: if `classes.json` is damaged, or names another number of
            classes or others than the model itself; if nothing says how many
            classes there are.
    """
    names, palette = class_names and tuple(class_names), None
    path = find_classes_file(model_path)
    if path is not None:
        noted, palette = read_classes_file(path)
        _check(path, noted, num_classes, names)
        names = names or noted
    if names is None and num_classes is None:
        raise ValueError(
            f"{model_path} answers with a class map alone and names no class. "
            "Put a classes.json beside it (docs/export/index.md)"
        )
    if names is None:
        names = tuple(f"class_{index}" for index in range(num_classes))
    return DatasetSpec(names, palette or default_palette(len(names)))


def _check(path: Path, noted, num_classes: int, names) -> None:
    if num_classes not in (None, len(noted)):
        raise ValueError(
            f"{path} names {len(noted)} classes, but the model has "
            f"{num_classes}. Remove the file or put the right one there."
        )
    if names:
        require_same_names(names, noted, them=str(path))
