"""classes.json: names and colors of the classes, beside the model file."""

import json
from collections.abc import Sequence
from os import PathLike
from pathlib import Path

from deeplab_family.inference.prediction import ModelFileError
from input_pipeline.atomic_files import write_atomic
from input_pipeline.json_file import read_json

CLASSES = "classes.json"
MOST_CLASSES = 256
EXAMPLE = '{"class_names": ["road", "sky"], "palette": [[9, 9, 9], [0, 0, 99]]}'


def write_classes_file(
    folder: Path,
    class_names: Sequence[str],
    palette: Sequence[Sequence[int]] | None = None,
) -> None:
    """Writes `classes.json`, unless it is there and says so already.

    Args:
        folder: where it goes.
        class_names: one name for each class, in the order of the ids.
        palette: one RGB color, 0 to 255, for each class.
    """
    content = {"class_names": list(class_names)}
    if palette is not None:
        content["palette"] = [[int(c) for c in color] for color in palette]
    text = json.dumps(content, indent=2) + "\n"
    path = folder / CLASSES
    if not path.exists() or path.read_bytes() != text.encode():
        write_atomic(path, text)


def read_classes_file(
    path: Path,
) -> tuple[tuple[str, ...], tuple[tuple[int, int, int], ...] | None]:
    """Reads `classes.json`: the names and, if there, one RGB color for each.

    Raises:
        ModelFileError: it is damaged, or holds something else.
    """
    try:
        content = read_json(path)
        if not isinstance(content, dict) or "class_names" not in content:
            raise ValueError("it has no `class_names`")
        names = checked_names(content["class_names"])
        palette = content.get("palette")
        return names, None if palette is None else _colors(palette, len(names))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ModelFileError(
            f"{path} does not name classes: {reason}. It must look like "
            f"{EXAMPLE}; `palette` may be left out"
        ) from error


def find_classes_file(model_path: str | PathLike) -> Path | None:
    """The `classes.json` in, beside or one folder above a model."""
    path = Path(model_path).absolute()
    for folder in (path, path.parent, path.parent.parent):
        if (folder / CLASSES).is_file():
            return folder / CLASSES
    return None


def names_beside(
    model_path: str | PathLike, num_classes: int | None
) -> tuple[str, ...] | None:
    """The names in the `classes.json` of a model; None without one.

    Raises:
        ModelFileError: the file names another number of classes.
    """
    path = find_classes_file(model_path)
    if path is None:
        return None
    names, _ = read_classes_file(path)
    if num_classes is not None and len(names) != num_classes:
        raise ModelFileError(
            f"{path} names {len(names)} classes, but the model has "
            f"{num_classes}. Remove the file or put the right one there"
        )
    return names


def checked_names(names) -> tuple[str, ...]:
    """The names as a tuple, if they are different words.

    Raises:
        ValueError: they are not.
    """
    texts = isinstance(names, list) and all(
        isinstance(name, str) and name.strip() for name in names
    )
    if not texts or not 1 <= len(names) <= MOST_CLASSES:
        raise ValueError(
            f"`class_names` must be a list of 1 to {MOST_CLASSES} words"
        )
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"`class_names` holds {name!r} twice")
    return tuple(names)


def _colors(palette, count: int) -> tuple[tuple[int, int, int], ...]:
    if not isinstance(palette, list) or len(palette) != count:
        raise ValueError(f"`palette` must be a list of {count} colors")
    for color in palette:
        in_range = isinstance(color, list) and all(
            type(part) is int and 0 <= part <= 255 for part in color
        )
        if not in_range or len(color) != 3:
            raise ValueError(
                f"`palette` holds {color!r:.80}, not three numbers of 0 to 255"
            )
    return tuple(map(tuple, palette))
