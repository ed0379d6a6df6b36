"""A small data set in exactly the folders of Mapillary Vistas."""

import json

import numpy as np
from PIL import Image

from tests.input_pipeline.draw_files import (
    palette_image,
    random_ids,
    random_pixels,
)

LABELS = [
    {
        "name": f"group--{name.lower()}",
        "readable": name,
        "color": [number, 2, 3],
        "instances": False,
        "evaluate": name != "Unlabeled",
    }
    for number, name in enumerate(("Bird", "Curb", "Unlabeled", "Road"))
]
PARTS = {"training": ("-zZAIM5w", "AbC_1-2"), "validation": ("QwErTy",)}


def write_mapillary(root, folder="labels", config="config.json"):
    for part, names in PARTS.items():
        (root / part / "images").mkdir(parents=True)
        (root / part / folder).mkdir(parents=True)
        for number, name in enumerate(names):
            picture = Image.fromarray(random_pixels(number))
            picture.save(root / part / "images" / f"{name}.jpg")
            ids = np.minimum(random_ids(number, num_classes=4), 3)
            colors = [tuple(label["color"]) for label in LABELS]
            label = palette_image(ids, colors)
            label.save(root / part / folder / f"{name}.png")
    (root / config).write_text(json.dumps({"labels": LABELS}))
    return root
