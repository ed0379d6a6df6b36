"""The demo's picture: photograph, label and prediction side by side."""

from pathlib import Path

import numpy as np
from PIL import Image

from deeplab_family.visualization import contact_sheet, panel, write_image
from input_pipeline import DatasetSpec


def draw_sheet(
    streets: Path, predictions: Path, spec: DatasetSpec, output: Path
):
    """Draws the first three validation pictures, a legend below the last.

    Args:
        streets: the drawn data set.
        predictions: folder of `deeplab predict`.
        spec: names and colors of the classes.
        output: picture to write.
    """
    stems = sorted(path.stem for path in predictions.glob("*.png"))[:3]
    rows = []
    for stem in stems:
        image = Image.open(streets / f"images/val/{stem}.jpg")
        label = Image.open(streets / f"labels/val/{stem}.png")
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
