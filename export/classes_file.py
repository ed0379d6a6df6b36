"""The names and colors of the classes, beside the model that needs them."""

import json
from collections.abc import Sequence
from pathlib import Path

import keras

from deeplab_family.class_names import require_same_names
from export.errors import ExportError

NAME = "classes.json"


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


def agreed_names(
    model: keras.Model, class_names: Sequence[str] | None
) -> tuple[str, ...] | None:
    """The names to write: those given, else those the model holds itself.

    Raises:
        ClassNamesError: both are there and differ.
    """
    own = getattr(model, "class_names", None)
    if own and class_names:
        require_same_names(own, class_names, them="`class_names`")
    return tuple(own or class_names or ()) or None


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
