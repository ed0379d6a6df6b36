"""Changed pixels of an export, as its report shows them: the worst images."""

import numpy as np

from deeplab_family.figures.picture_table import picture_table
from deeplab_family.visualization import colorize
from pictures.demo_run import SPEC, DemoRun

SHOWN = 2
SAME, CHANGED = (28, 32, 38), (255, 214, 80)


def draw(demo: DemoRun) -> np.ndarray:
    """The picture, uint8 RGB; a row for each of the images that change most."""
    int8 = demo.int8()
    changed = [
        one
        for one in demo.report()["verification"]["changed_images"]
        if one["artifact"] == "int8"
    ]
    rows = []
    for one in changed[:SHOWN]:
        stem = one["file"].removesuffix(".jpg")
        image, before = demo.image(stem), demo.class_map(stem)
        after = int8(image[None]).class_map[0]
        differs = before != after
        spots = np.where(differs[..., None], CHANGED, SAME).astype(np.uint8)
        rows.append(
            [
                ("photograph", image),
                ("Keras model", colorize(before, SPEC.palette)),
                ("int8 file", colorize(after, SPEC.palette)),
                (f"{differs.mean():.2%} of the pixels changed", spots),
            ]
        )
    return picture_table(rows)
