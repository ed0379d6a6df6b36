"""LabelMe's files, as its documentation and `_label_file.py` have them."""

import json

from tests.input_pipeline.datasets.write_exports import (
    BOX,
    SIZE,
    SMALL,
    write_photographs,
)


def shape(label, points, kind="polygon", **more):
    return {
        "label": label,
        "points": points,
        "group_id": None,
        "description": "",
        "shape_type": kind,
        "flags": {},
        "mask": None,
        **more,
    }


def box(left, top, right, bottom):
    """Corners of what LabelMe, which paints the outline too, fills so."""
    return [[left, top], [right - 1, bottom - 1]]


def file_content(shapes, name="a.jpg", **more):
    return {
        "version": "5.5.0",
        "flags": {},
        "shapes": shapes,
        "imagePath": name,
        "imageData": None,
        "imageHeight": SIZE[0],
        "imageWidth": SIZE[1],
        **more,
    }


def write_file(path, shapes, name="a.jpg", **more):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(file_content(shapes, name, **more)))
    return path


def cat_and_dog():
    """Drawn: the cat, and over it the dog."""
    return [
        shape("cat", box(*BOX), "rectangle"),
        shape("dog", box(*SMALL), "rectangle"),
    ]


def write_labelme(root):
    """`train` and `val`, with a list of the labels."""
    for seed, split in enumerate(("train", "val")):
        names = [f"{split}_{letter}.jpg" for letter in "ab"]
        write_photographs(root / split, names, 10 * seed)
        for name in names:
            path = root / split / name.replace(".jpg", ".json")
            write_file(path, cat_and_dog(), name)
    (root / "labels.txt").write_text("__ignore__\n_background_\ndog\ncat\n")
    return root
