"""The names and colors of the classes, beside the model that needs them."""

import json
from collections.abc import Sequence
from pathlib import Path

from export.errors import ExportError
from input_pipeline.json_file import read_json

NAME = "classes.json"
MOST = 256
EXAMPLE = '{"class_names": ["road", "sky"], "palette": [[9, 9, 9], [0, 0, 99]]}'


def write_classes(
    folder: Path,
    class_names: Sequence[str],
    palette: Sequence[Sequence[int]] | None = None,
) -> None:
    """Write `classes.json`.

    Args:
        folder: where it goes.
        class_names: one name for each class, in the order of the ids.
        palette: one RGB color, 0 to 255, for each class.
    """
    content = {"class_names": list(class_names)}
    if palette is not None:
        content["palette"] = [[int(c) for c in color] for color in palette]
    text = json.dumps(content, indent=2) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8")


def read_classes_file(
    path: Path,
) -> tuple[tuple[str, ...], tuple[tuple[int, int, int], ...] | None]:
    """Read what `write_classes`, or a person, wrote.

    Returns:
        The names, and the colors or `None`.

    Raises:
        ExportError: the file is damaged, or holds something else.
    """
    try:
        content = read_json(path)
        if not isinstance(content, dict) or "class_names" not in content:
            raise ValueError("it has no `class_names`")
        names = _names(content["class_names"])
        palette = content.get("palette")
        return names, None if palette is None else _colors(palette, len(names))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ExportError(
            f"{path} does not name classes: {reason}. It must look like "
            f"{EXAMPLE}; `palette` may be left out"
        ) from error


def check_classes(
    num_classes: int,
    class_names: Sequence[str] | None,
    palette: Sequence[Sequence[int]] | None,
) -> None:
    """Refuse names or colors that are not one for each class.

    Raises:
        ExportError: the numbers differ.
    """
    for argument, values in [
        ("class_names", class_names),
        ("palette", palette),
    ]:
        if values is not None and len(values) != num_classes:
            raise ExportError(
                f"`{argument}` must have one entry for each of the model's "
                f"{num_classes} classes. Received: {len(values)}"
            )


def _names(names) -> tuple[str, ...]:
    texts = isinstance(names, list) and all(
        isinstance(name, str) and name.strip() for name in names
    )
    if not texts or not 1 <= len(names) <= MOST:
        raise ValueError(f"`class_names` must be a list of 1 to {MOST} words")
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"`class_names` holds {name!r} twice")
    return tuple(names)


def _colors(palette, count: int) -> tuple[tuple[int, int, int], ...]:
    if not isinstance(palette, list) or len(palette) != count:
        raise ValueError(f"`palette` must be a list of {count} colors")
    for color in palette:
        bytes_ = isinstance(color, list) and all(
            type(part) is int and 0 <= part <= 255 for part in color
        )
        if not bytes_ or len(color) != 3:
            raise ValueError(
                f"`palette` holds {color!r:.80}, not three numbers of 0 to 255"
            )
    return tuple(map(tuple, palette))
