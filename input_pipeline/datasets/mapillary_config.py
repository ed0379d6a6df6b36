"""The classes of Mapillary Vistas, from the JSON file that comes with it."""

from pathlib import Path

from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.json_file import read_json
from input_pipeline.sample import IGNORE_LABEL


def read_mapillary_config(path: Path) -> DatasetSpec:
    """Reads names, colors and which classes are evaluated.

    The stored id of a class is its place in the list `labels`; those with
    `"evaluate": false` become the ignored label.

    Raises:
        DataError: if the file is not such a JSON file.
    """
    try:
        labels = read_json(path)["labels"]
        judged = [bool(label["evaluate"]) for label in labels]
        kept = [label for label in labels if label["evaluate"]]
        class_ids = iter(range(len(kept)))
        return DatasetSpec(
            _names(kept),
            tuple(_color(label["color"]) for label in kept),
            label_map=tuple(
                (stored, next(class_ids) if keep else IGNORE_LABEL)
                for stored, keep in enumerate(judged)
            ),
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{path} is not a config of Mapillary Vistas ({error!r}). It must "
            "hold `labels`, each with name, readable, evaluate and color; "
            "unpack it again"
        ) from error


def _names(labels: list[dict]) -> tuple[str, ...]:
    """The readable names where they differ, else the technical ones."""
    for key in ("readable", "name"):
        names = tuple(label[key] for label in labels)
        if not all(isinstance(name, str) for name in names):
            raise TypeError(f"{key} must be text")
        if len(set(names)) == len(names):
            return names
    raise ValueError("two classes have the same name")


def _color(color: list[int]) -> tuple[int, int, int]:
    red, green, blue = color
    if not all(type(c) is int and 0 <= c <= 255 for c in color):
        raise ValueError(f"color {color}")
    return red, green, blue
