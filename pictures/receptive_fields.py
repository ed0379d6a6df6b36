"""Effective receptive fields of heads on one backbone.

Each was trained on drawn streets for a few steps (`pictures.training`); the
field is the mean over streets of the gradient of the central logit.
"""

import numpy as np

from deeplab_family.figures.picture_table import picture_table
from deeplab_family.visualization import heat
from pictures.demo_run import DemoRun
from pictures.training import HEADS, head_run

STREETS = 4


def draw(demo: DemoRun) -> np.ndarray:
    """The picture, uint8 RGB; a column for each head."""
    import cv2

    from deeplab_family.figures.gradient_field import (
        HELD,
        SQUARES,
        side_holding,
    )

    cells = []
    for name, title in HEADS.items():
        field = _field(demo, name)
        paper = np.full((*field.shape, 3), 255, np.uint8)
        picture = heat(paper, field)
        sides = [side_holding(field, share) for share in HELD]
        row, column = (length // 2 for length in field.shape)
        for side, color in zip(sides, SQUARES, strict=True):
            reach = side // 2 + 1
            corner = column - reach, row - reach
            cv2.rectangle(
                picture, corner, (column + reach, row + reach), color, 1
            )
        cells.append((f"{title}: {sides[0]} and {sides[1]} px", picture))
    return picture_table([cells])


def _field(demo: DemoRun, name: str) -> np.ndarray:
    """Mean field of a head, float `(height, width)`, the largest 1."""
    import keras

    import deeplab_family  # noqa: F401  registers the layers
    from deeplab_family.analysis import effective_receptive_field
    from deeplab_family.figures.gradient_field import mean_field

    network = keras.saving.load_model(head_run(demo.home, name) / "best.keras")
    stems = demo.stems[:: len(demo.stems) // STREETS][:STREETS]
    fields = [effective_receptive_field(network, demo.image(s)) for s in stems]
    return mean_field(fields)
