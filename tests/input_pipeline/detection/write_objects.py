"""Small folders of COCO and VOC, with objects as the tests want them."""

import json
from pathlib import Path

import numpy as np
from PIL import Image

from input_pipeline.detection import DetectionDataConfig, OpenedDetectionData

HEIGHT, WIDTH = 40, 60
CATEGORIES = ({"id": 7, "name": "cat"}, {"id": 3, "name": "dog"})
VOC_OBJECT = """<object><name>{name}</name><difficult>{difficult}</difficult>
<bndbox><xmin>{0}</xmin><ymin>{1}</ymin><xmax>{2}</xmax><ymax>{3}</ymax></bndbox>
<part><name>head</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax>
<ymax>2</ymax></bndbox></part></object>"""


def photograph(path: Path, size=(HEIGHT, WIDTH), seed=0):
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(0, 256, (*size, 3))
    Image.fromarray(pixels.astype(np.uint8)).save(path)


def annotation(image=1, category=7, bbox=(10, 5, 20, 10), **fields):
    """A rectangle; `segmentation=None` for a box without an outline."""
    x, y, w, h = bbox
    ring = [x, y, x + w, y, x + w, y + h, x, y + h]
    entry = {
        "image_id": image,
        "category_id": category,
        "bbox": list(bbox),
        "segmentation": [ring],
        "area": w * h,
        "iscrowd": 0,
    }
    return entry | fields


def write_coco(root: Path, annotations, count=2, split="train", sizes=None):
    """Images 1 to `count`, and `annotations`, which get ids from 1 on."""
    images = []
    for number in range(1, count + 1):
        size = (sizes or {}).get(number, (HEIGHT, WIDTH))
        name = f"{split}_{number}.png"
        photograph(root / "images" / split / name, size, number)
        images.append(
            {"id": number, "file_name": name, "height": size[0]}
            | {"width": size[1]}
        )
    listed = [{"id": i, **a} for i, a in enumerate(annotations, 1)]
    content = {
        "images": images,
        "annotations": listed,
        "categories": list(CATEGORIES),
    }
    path = root / "annotations" / f"instances_{split}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))
    return root


def voc_xml(objects, size=(HEIGHT, WIDTH)) -> str:
    """XML of `(name, difficult, xmin, ymin, xmax, ymax)`, pixels from 1."""
    parts = [
        VOC_OBJECT.format(*corners, name=name, difficult=difficult)
        for name, difficult, *corners in objects
    ]
    return (
        f"<annotation><size><width>{size[1]}</width><height>{size[0]}</height>"
        f"<depth>3</depth></size>{''.join(parts)}</annotation>"
    )


def write_voc(root: Path, year: str, split: str, files: dict[str, str]):
    """Adds images and their XML to `VOC<year>`; "" writes no XML."""
    folder = root / f"VOC{year}"
    for name in ("Annotations", "ImageSets/Main"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, xml in files.items():
        photograph(folder / "JPEGImages" / f"{name}.jpg")
        if xml:
            (folder / "Annotations" / f"{name}.xml").write_text(xml)
    listed = folder / "ImageSets" / "Main" / f"{split}.txt"
    listed.write_text("\n".join(files) + "\n")
    return root


def opened(root: Path, **fields) -> OpenedDetectionData:
    """The images at their own size, in batches of two, unless told."""
    own = {"short_side": HEIGHT, "long_side": WIDTH, "batch_size": 2}
    return OpenedDetectionData(
        DetectionDataConfig(root=str(root), **own | fields)
    )
