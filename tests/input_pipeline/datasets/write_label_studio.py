"""Label Studio's JSON, after labelstud.io and its converter."""

import json

from input_pipeline.annotations.label_studio_runs import encode_brush
from tests.input_pipeline.datasets.write_exports import (
    BOX,
    SIZE,
    drawn,
    write_photographs,
)


def result(kind, value, number=1, size=SIZE):
    return {
        "id": f"r{number}",
        "type": kind,
        "from_name": "tag",
        "to_name": "image",
        "original_width": size[1],
        "original_height": size[0],
        "image_rotation": 0,
        "origin": "manual",
        "value": value,
    }


def brush(label, mask, number=1):
    value = {
        "format": "rle",
        "rle": encode_brush(mask),
        "brushlabels": [label],
    }
    return result("brushlabels", value, number, mask.shape)


def percent(left, top, right, bottom):
    height, width = SIZE
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return [[100 * x / width, 100 * y / height] for x, y in corners]


def polygon(label, box, number=1):
    value = {"points": percent(*box), "polygonlabels": [label]}
    return result("polygonlabels", value | {"closed": True}, number)


def cat_and_dog():
    """A polygon, and over it what a brush painted."""
    return [polygon("cat", BOX), brush("dog", drawn() == 1, 2)]


def task(number, name, results, **more):
    made = {
        "id": number + 100,
        "completed_by": 1,
        "result": results,
        "was_cancelled": False,
        "ground_truth": False,
        "created_at": "2024-03-01T10:00:00Z",
        "updated_at": "2024-03-01T10:00:00Z",
        **more,
    }
    address = f"/data/upload/1/0a1b2c3d-{name}"
    return {"id": number, "annotations": [made], "data": {"image": address}}


def write_label_studio(root):
    """A file for each of two projects, with the photographs as named."""
    for seed, split in enumerate(("train", "val")):
        names = [f"{split}_a.jpg", f"{split}_b.jpg"]
        write_photographs(root / split / "images", names, 10 * seed)
        tasks = [
            task(number, name, cat_and_dog())
            for number, name in enumerate(names, 1)
        ]
        path = root / split / "project-1-at-2024-03-01.json"
        path.write_text(json.dumps(tasks))
    return root
