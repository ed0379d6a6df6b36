"""A project of Supervisely, after developer.supervisely.com."""

import base64
import io
import json
import zlib

import numpy as np
from PIL import Image

from tests.input_pipeline.datasets.write_exports import (
    BOX,
    SIZE,
    SMALL,
    write_photographs,
)

META = {
    "classes": [
        {"title": "dog", "shape": "bitmap", "color": "#FF0000"},
        {"title": "nose", "shape": "point", "color": "#00FF00"},
        {"title": "cat", "shape": "any", "color": "#0000FF"},
    ],
    "tags": [],
    "projectType": "images",
}


def packed(mask, mode="palette", zipped=True):
    """A mask as `Bitmap.data_2_base64` writes it, or as other versions."""
    ids = np.uint8(mask)
    file, more = io.BytesIO(), {}
    if mode == "palette":
        picture = Image.fromarray(ids)
        picture.putpalette([0, 0, 0, 255, 255, 255])
        more = {"transparency": 0, "optimize": 0}
    elif mode == "alpha":
        colors = np.full((*ids.shape, 4), 200, np.uint8)
        colors[..., 3] = ids * 255
        picture = Image.fromarray(colors)
    else:
        picture = Image.fromarray(ids * 255)
    picture.save(file, format="PNG", **more)
    content = zlib.compress(file.getvalue()) if zipped else file.getvalue()
    return base64.b64encode(content).decode()


def bitmap(title, mask, origin, **how):
    return {
        "id": 71,
        "classTitle": title,
        "geometryType": "bitmap",
        "tags": [],
        "bitmap": {"origin": list(origin), "data": packed(mask, **how)},
    }


def shape(title, kind, exterior, interior=()):
    return {
        "id": 72,
        "classTitle": title,
        "geometryType": kind,
        "tags": [],
        "points": {"exterior": exterior, "interior": list(interior)},
    }


def cat_and_dog():
    """A rectangle, whose corners are pixels of it, and over it a bitmap."""
    left, top, right, bottom = BOX
    corners = [[left, top], [right - 1, bottom - 1]]
    mask = np.ones((SMALL[3] - SMALL[1], SMALL[2] - SMALL[0]), bool)
    return [
        shape("cat", "rectangle", corners),
        bitmap("dog", mask, SMALL[:2]),
    ]


def annotation(objects):
    return {
        "description": "",
        "tags": [],
        "size": {"height": SIZE[0], "width": SIZE[1]},
        "objects": objects,
    }


def write_supervisely(root, objects=None):
    """A project whose data sets are splits."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "meta.json").write_text(json.dumps(META))
    for seed, split in enumerate(("train", "val")):
        names = [f"{split}_a.jpg", f"{split}_b.jpg"]
        write_photographs(root / split / "img", names, 10 * seed)
        (root / split / "ann").mkdir()
        for name in names:
            path = root / split / f"ann/{name}.json"
            path.write_text(json.dumps(annotation(objects or cat_and_dog())))
    return root
