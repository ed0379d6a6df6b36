"""Names and colors of a model's classes, from `classes.json` beside it."""

from pathlib import Path

from deeplab_family.visualization import default_palette
from export.classes_file import read_classes_file
from input_pipeline import DatasetSpec

FILE_NAME = "classes.json"


def read_classes(model_path: Path, num_classes: int) -> DatasetSpec:
    """What the ids of a model mean.

    Args:
        model_path: a `.keras` or `.tflite` file, or a SavedModel folder.
            `classes.json` is looked for beside it, and inside a folder.
        num_classes: of the model; without a file the names are numbers.

    Raises:
        ValueError: if the file is damaged or names another number of
            classes.
    """
    folders = [model_path, model_path.parent, model_path.parent.parent]
    for path in (folder / FILE_NAME for folder in folders):
        if path.is_file():
            return _read(path, num_classes)
    return DatasetSpec(
        class_names=tuple(f"class_{index}" for index in range(num_classes)),
        palette=default_palette(num_classes),
    )


def _read(path: Path, num_classes: int) -> DatasetSpec:
    names, palette = read_classes_file(path)
    if len(names) != num_classes:
        raise ValueError(
            f"{path} names {len(names)} classes, but the model has "
            f"{num_classes}. Remove the file or put the right one there."
        )
    return DatasetSpec(names, palette or default_palette(num_classes))
