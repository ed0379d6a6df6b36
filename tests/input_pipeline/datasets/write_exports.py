"""Small exports in the trees that COCO's and YOLO's tools write."""

import json

import numpy as np
from PIL import Image

from tests.input_pipeline.draw_files import random_pixels

SIZE = (40, 60)
BOX = (5, 10, 25, 30)  # left, top, right, bottom of a cat
SMALL = (10, 15, 20, 20)  # of a dog before it
CATEGORIES = [{"id": 7, "name": "dog"}, {"id": 3, "name": "cat"}]
"""Dogs come first here, whatever their id."""


def outline(left, top, right, bottom):
    return [left, top, right, top, right, bottom, left, bottom]


def annotation(number, image, category, segmentation, **more):
    return {
        "id": number,
        "image_id": image,
        "category_id": category,
        "iscrowd": 0,
        "segmentation": segmentation,
        **more,
    }


def drawn():
    """What an image with the two boxes is: 0 background, 1 dog, 2 cat."""
    label = np.zeros(SIZE, np.uint8)
    for class_id, (left, top, right, bottom) in ((2, BOX), (1, SMALL)):
        label[top:bottom, left:right] = class_id
    return label


def coco_content(names=("a.jpg", "b.jpg"), categories=None):
    """Each image has the dog and then the cat, which covers it."""
    height, width = SIZE
    annotations = []
    for image, _ in enumerate(names, 1):
        for category, box in ((7, SMALL), (3, BOX)):
            number = len(annotations) + 1
            made = annotation(number, image, category, [outline(*box)])
            annotations.append(made)
    return {
        "images": [
            {"id": i, "file_name": name, "height": height, "width": width}
            for i, name in enumerate(names, 1)
        ],
        "annotations": annotations,
        "categories": categories or CATEGORIES,
    }


def write_photographs(folder, names, seed=0):
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(names):
        pixels = random_pixels(seed + number, SIZE)
        Image.fromarray(pixels).save(folder / name)


def write_coco_instances(root):
    """As CVAT writes it: images/<split>, annotations/instances_<split>."""
    (root / "annotations").mkdir(parents=True)
    for seed, split in enumerate(("train", "val")):
        names = [f"{split}_a.jpg", f"{split}_b.jpg"]
        write_photographs(root / "images" / split, names, 10 * seed)
        path = root / f"annotations/instances_{split}.json"
        path.write_text(json.dumps(coco_content(names)))
    return root


def write_roboflow_coco(root):
    """As Roboflow writes it: a heading as category 0, files beside images."""
    heading = {"id": 0, "name": "pets", "supercategory": "none"}
    listed = [{**one, "supercategory": "pets"} for one in CATEGORIES]
    for seed, split in enumerate(("train", "valid", "test")):
        names = [f"a_jpg.rf.{seed}.jpg", f"b_jpg.rf.{seed}.jpg"]
        write_photographs(root / split, names, 10 * seed)
        content = coco_content(names, [heading, *listed])
        path = root / split / "_annotations.coco.json"
        path.write_text(json.dumps(content))
    return root


def yolo_line(class_id, left, top, right, bottom):
    height, width = SIZE
    numbers = zip(
        outline(left, top, right, bottom), [width, height] * 4, strict=True
    )
    shares = " ".join(f"{number / side:.6f}" for number, side in numbers)
    return f"{class_id} {shares}"


def write_yolo(root):
    root.mkdir(exist_ok=True)
    (root / "data.yaml").write_text(
        "path: /datasets/of/another/machine\n"
        "train: images/train\nval: images/val\n"
        "names:\n  0: dog\n  1: cat\n"
    )
    for seed, split in enumerate(("train", "val")):
        names = [f"{split}_a.jpg", f"{split}_b.jpg"]
        write_photographs(root / "images" / split, names, 10 * seed)
        (root / "labels" / split).mkdir(parents=True)
        for name in names:
            lines = yolo_line(0, *SMALL) + "\n" + yolo_line(1, *BOX) + "\n"
            text = root / "labels" / split / name.replace(".jpg", ".txt")
            text.write_text(lines)
    return root


def write_coco_panoptic(root):
    (root / "annotations").mkdir(parents=True)
    height, width = SIZE
    for seed, split in enumerate(("train", "val")):
        names = [f"{split}_{letter}.jpg" for letter in "ab"]
        write_photographs(root / f"{split}2017", names, 10 * seed)
        folder = root / f"annotations/panoptic_{split}2017"
        folder.mkdir()
        annotations = []
        for number, name in enumerate(names, 1):
            save_segments(folder / name.replace(".jpg", ".png"), panoptic_ids())
            annotations.append(
                {
                    "image_id": number,
                    "file_name": name.replace(".jpg", ".png"),
                    "segments_info": [
                        {"id": 1, "category_id": 7, "iscrowd": 0},
                        {"id": 70_000, "category_id": 3, "iscrowd": 0},
                    ],
                }
            )
        content = {
            "images": [
                {"id": i, "file_name": name, "height": height, "width": width}
                for i, name in enumerate(names, 1)
            ],
            "annotations": annotations,
            "categories": [{**one, "isthing": 1} for one in CATEGORIES],
        }
        path = root / f"annotations/panoptic_{split}2017.json"
        path.write_text(json.dumps(content))
    return root


def panoptic_ids():
    """Segment ids of `drawn`: 1 is the dog, 70,000 the cat, 0 void."""
    return np.array([0, 1, 70_000])[drawn()]


def save_segments(path, ids):
    colors = np.stack([ids % 256, ids // 256 % 256, ids // 65536], -1)
    Image.fromarray(colors.astype(np.uint8)).save(path)


def write_coco_stuff(root):
    for seed, split in enumerate(("train", "val")):
        names = [f"{split}_a.jpg", f"{split}_b.jpg"]
        write_photographs(root / "images" / f"{split}2017", names, 10 * seed)
        folder = root / "stuffthingmaps" / f"{split}2017"
        folder.mkdir(parents=True)
        for name in names:
            label = np.array([255, 17, 181], np.uint8)[drawn()]  # dog, wood
            Image.fromarray(label).save(folder / name.replace("jpg", "png"))
    return root
