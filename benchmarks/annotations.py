"""Time to draw the labels of COCO annotations, against pycocotools.

python -m benchmarks.annotations
"""

import json
import tempfile
import time
from pathlib import Path

import numpy as np
import tyro
from PIL import Image

from input_pipeline.annotations.drawing_processes import draw_label_files
from input_pipeline.datasets import COCOInstancesDataset

HEIGHT, WIDTH = 480, 640
OBJECTS, CLASSES = 7, 80
MEDIAN_SIDE, SPREAD = 50, 0.9
"""Pixels and its logarithm's deviation: COCO's objects are mostly small."""

POINTS = (10, 60)


def main(images: int = 5_000, processes: int = 2, share: int = 10) -> None:
    """Draws made-up annotations as label PNGs and prints images a second.

    Args:
        images: how many of 640 x 480 pixels, with 7 objects each.
        processes: how many draw.
        share: pycocotools draws one of so many images.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        path = write_annotations(root, images)
        size = path.stat().st_size / 2**20
        print(f"{images:,} images, {OBJECTS} objects each, {size:.0f} MiB")
        peer, peer_png = time_pycocotools(path, root, share)
        dataset = COCOInstancesDataset(root, val_share=0)
        begin = time.perf_counter()
        drawings = {
            root / f"labels/{image.name}.png": dataset.drawing(image)
            for image in dataset.read().splits[""]
        }
        reading = images / (time.perf_counter() - begin)
        some = list(drawings.values())[::share]
        begin = time.perf_counter()
        for draw in some:
            draw()
        drawing = len(some) / (time.perf_counter() - begin)
        begin = time.perf_counter()
        draw_label_files(drawings, processes)
        files = images / (time.perf_counter() - begin)
    rows = (
        ("pycocotools: annToMask, masks alone", peer, 1),
        ("pycocotools and Pillow: label PNGs", peer_png, 1),
        ("read and check the JSON file", reading, 1),
        ("draw the labels", drawing, 1),
        ("draw and write label PNGs", files, processes),
    )
    print("| | processes | images/s | ratio to annToMask |")
    print("| --- | --- | --- | --- |")
    for name, rate, count in rows:
        print(f"| {name} | {count} | {rate:,.0f} | {rate / peer:.2f} |")


def write_annotations(root: Path, count: int) -> Path:
    """A COCO file of stars with 10 to 60 points, and empty photographs."""
    rng = np.random.default_rng(0)
    images, annotations = [], []
    for number in range(1, count + 1):
        name = f"{number:012d}.jpg"
        (root / name).touch()
        images.append(
            {"id": number, "file_name": name, "height": HEIGHT, "width": WIDTH}
        )
        for _ in range(OBJECTS):
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": number,
                    "category_id": int(rng.integers(1, CLASSES + 1)),
                    "iscrowd": 0,
                    "segmentation": [star(rng)],
                }
            )
    categories = [{"id": i, "name": f"c{i}"} for i in range(1, CLASSES + 1)]
    content = {
        "images": images,
        "annotations": annotations,
        "categories": categories,
    }
    path = root / "benchmark.json"
    path.write_text(json.dumps(content))
    return path


def star(rng: np.random.Generator) -> list[float]:
    """A closed outline around a point, two decimals, within the picture."""
    count = int(rng.integers(*POINTS))
    angles = np.sort(rng.uniform(0, 2 * np.pi, count))
    radius = MEDIAN_SIDE / 2 * np.exp(rng.normal(0, SPREAD))
    radii = radius * rng.uniform(0.6, 1, count)
    middle = rng.uniform(0, (WIDTH, HEIGHT))
    points = middle + radii[:, None] * np.stack(
        [np.cos(angles), np.sin(angles)], 1
    )
    points = np.clip(points, 0, (WIDTH, HEIGHT))
    return np.round(points, 2).ravel().tolist()


def time_pycocotools(path: Path, root: Path, share: int):
    """Images a second: masks of all objects alone, and label PNGs."""
    from pycocotools.coco import COCO

    coco = COCO(path)
    chosen = coco.getImgIds()[::share]
    by_image = [coco.imgToAnns[key] for key in chosen]
    begin = time.perf_counter()
    for annotations in by_image:
        for annotation in annotations:
            coco.annToMask(annotation)
    masks = len(chosen) / (time.perf_counter() - begin)
    begin = time.perf_counter()
    for annotations in by_image:
        label = np.zeros((HEIGHT, WIDTH), np.uint8)
        for annotation in annotations:
            mask = coco.annToMask(annotation)
            label[mask == 1] = annotation["category_id"]
        Image.fromarray(label).save(root / "label.png")
    return masks, len(chosen) / (time.perf_counter() - begin)


if __name__ == "__main__":
    tyro.cli(main)
