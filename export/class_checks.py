"""Class names and colors of an export, checked against the model."""

from collections.abc import Sequence

import keras

from deeplab_family.class_names import require_same_names
from export.errors import ExportError


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
