"""A small data set in exactly the folders of COCO 2017."""

import json

from PIL import Image

from input_pipeline.datasets.coco_annotations import COCO_NAMES
from tests.input_pipeline.draw_files import random_pixels

SIZE = (60, 80)
CATEGORIES = {name: number for number, name in enumerate(COCO_NAMES, 40)}
CATEGORIES["zebra"] = 24


def square(left, top, side):
    """The outline of a square, in pixels."""
    right, bottom = left + side, top + side
    return [left, top, right, top, right, bottom, left, bottom]


def thing(name, left, top, side, area=None):
    return {
        "category_id": CATEGORIES[name],
        "segmentation": [square(left, top, side)],
        "area": float(side * side) if area is None else area,
        "iscrowd": 0,
        "bbox": [left, top, side, side],
    }


def crowd(name, rows):
    """The first rows of the picture, as run lengths."""
    height, width = SIZE
    return {
        "category_id": CATEGORIES[name],
        "segmentation": {
            "counts": [0, *[rows, height - rows] * width],
            "size": [height, width],
        },
        "area": rows * width,
        "iscrowd": 1,
        "bbox": [0, 0, width, rows],
    }


PICTURES = {
    # 000000000001: 1,600 px of dog and 100 px of cat
    "000000000001": [thing("dog", 5, 5, 40), thing("cat", 60, 5, 10)],
    # 000000000002: 400 px in one object
    "000000000002": [thing("person", 10, 10, 20)],
    # 000000000003: 1,300 px together, no object of 1,000
    "000000000003": [thing("car", 0, 0, 30), thing("bus", 50, 0, 20)],
    # 000000000004: no class of PASCAL VOC
    "000000000004": [thing("zebra", 0, 0, 50)],
    # 000000000005: a crowd below a cow
    "000000000005": [crowd("person", 20), thing("cow", 0, 10, 40)],
}


def write_coco(root, pictures=None):
    pictures = PICTURES if pictures is None else pictures
    (root / "annotations").mkdir(parents=True)
    for part in ("train2017", "val2017"):
        (root / part).mkdir()
        for number, name in enumerate(pictures):
            picture = Image.fromarray(random_pixels(number, SIZE))
            picture.save(root / part / f"{name}.jpg")
        text = json.dumps(instances(pictures))
        (root / "annotations" / f"instances_{part}.json").write_text(text)
    return root


def instances(pictures):
    images, annotations = [], []
    for name, things in pictures.items():
        size = {"height": SIZE[0], "width": SIZE[1]}
        images.append({"id": int(name), "file_name": f"{name}.jpg", **size})
        annotations += [{**one, "image_id": int(name)} for one in things]
    for number, annotation in enumerate(annotations):
        annotation["id"] = number
    return {
        "info": {},
        "licenses": [],
        "images": images,
        "annotations": annotations,
        "categories": [
            {"id": i, "name": name, "supercategory": ""}
            for name, i in CATEGORIES.items()
        ],
    }
