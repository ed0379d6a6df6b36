"""Panel: image, label and prediction side by side."""

from collections.abc import Sequence

import numpy as np

from deeplab_family.visualization.captions import captioned
from deeplab_family.visualization.coloring import colorize
from deeplab_family.visualization.legend import text_size_for
from deeplab_family.visualization.overlays import legend_of
from deeplab_family.visualization.sheets import (
    stack_down,
    stack_right,
)

NOT_JUDGED = (255, 255, 255)


def panel(
    image: np.ndarray,
    label: np.ndarray | None,
    prediction: np.ndarray,
    palette: Sequence[Sequence[int]],
    class_names: Sequence[str] | None = None,
) -> np.ndarray:
    """Draws image | label | prediction in one row, titles above.

    Args:
        image: uint8 RGB `(height, width, 3)`.
        label: uint8 ids `(height, width)`, or None to leave the column out.
            Ids without a color (the ignore label) are shown white.
        prediction: uint8 ids `(height, width)`.
        palette: the `(red, green, blue)` of each class.
        class_names: the name of each class, for a legend below; None (the
            default) draws no legend, which keeps all panels of one size.

    Returns:
        uint8 RGB picture.

    Raises:
        ValueError: if the sizes differ, or names and colors do in number.
    """
    maps = {"label": label, "prediction": prediction}
    maps = {title: ids for title, ids in maps.items() if ids is not None}
    for title, ids in maps.items():
        if image.shape != (*ids.shape, 3):
            raise ValueError(
                f"`{title}` must have the size of `image`. "
                f"Received: {title} {ids.shape}, image {image.shape}"
            )
    columns = {"image": image}
    for title, ids in maps.items():
        columns[title] = colorize(ids, palette, blank=NOT_JUDGED)
    text_size = text_size_for(*image.shape[:2])
    row = stack_right(
        [captioned(part, title, text_size) for title, part in columns.items()],
        gap=text_size // 2,
    )
    if class_names is None:
        return row
    all_ids = np.stack(list(maps.values()))
    size = (image.shape[0], row.shape[1])
    return stack_down([row, legend_of(all_ids, palette, class_names, size)])
