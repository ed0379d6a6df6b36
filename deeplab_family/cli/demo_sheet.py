"""Contact sheet of the demo: photograph, label and prediction."""

from pathlib import Path

import numpy as np
from PIL import Image

from deeplab_family.visualization import contact_sheet, panel, write_image
from input_pipeline import DatasetSpec

SHOWN = 3
SMALL = ("person", "pole", "sign")
"""Classes that every shown picture should have."""


def draw_sheet(
    streets: Path, predictions: Path, spec: DatasetSpec, output: Path
):
    """Draws three validation pictures, a legend below the last.

    They are chosen by their labels alone, whatever was predicted: those in
    which the rarest of `SMALL` covers most pixels, in the order of names.

    Args:
        streets: the drawn data set.
        predictions: folder of `deeplab predict`.
        spec: names and colors of the classes.
        output: picture to write.
    """
    stems = sorted(path.stem for path in predictions.glob("*.png"))
    labels = {stem: streets / f"labels/val/{stem}.png" for stem in stems}
    small = [spec.class_names.index(name) for name in SMALL]
    stems.sort(key=lambda stem: -_least(labels[stem], small))
    stems = sorted(stems[:SHOWN])
    rows = []
    for stem in stems:
        image = Image.open(streets / f"images/val/{stem}.jpg")
        label = Image.open(labels[stem])
        mask = Image.open(predictions / f"{stem}.png")
        rows.append(
            panel(
                np.asarray(image),
                np.asarray(label),
                np.asarray(mask),
                spec.palette,
                spec.class_names if stem == stems[-1] else None,
            )
        )
    write_image(output, contact_sheet(rows))


def _least(label: Path, class_ids: list[int]) -> int:
    """Pixels of the rarest of some classes."""
    ids = np.asarray(Image.open(label))
    return min(np.count_nonzero(ids == class_id) for class_id in class_ids)
