"""A small data set in exactly the folders of PASCAL VOC 2012."""

from PIL import Image

from input_pipeline.datasets import VOCDataset
from tests.input_pipeline.draw_files import (
    palette_image,
    random_ids,
    random_pixels,
)

TRAIN = ("2007_000032", "2007_000039")
VAL = ("2007_000033",)
EXTRA = ("2008_000002", "2008_000003")


def write_voc(root, augmented=True):
    for folder in ("JPEGImages", "SegmentationClass"):
        (root / folder).mkdir(parents=True)
    lists = root / "ImageSets" / "Segmentation"
    lists.mkdir(parents=True)
    for split, names in {"train": TRAIN, "val": VAL}.items():
        (lists / f"{split}.txt").write_text("\n".join(names) + "\n")
    for number, name in enumerate((*TRAIN, *VAL, *EXTRA)):
        picture = Image.fromarray(random_pixels(number))
        picture.save(root / f"JPEGImages/{name}.jpg")
        if name not in EXTRA:
            ids = random_ids(number, num_classes=21)
            colored = palette_image(ids, VOCDataset.spec.palette)
            colored.save(root / f"SegmentationClass/{name}.png")
    if augmented:
        write_augmented(root)
    return root


def write_augmented(root):
    (root / "SegmentationClassAug").mkdir()
    for number, name in enumerate((*TRAIN, *VAL, *EXTRA)):
        gray = Image.fromarray(random_ids(number, num_classes=21))
        gray.save(root / f"SegmentationClassAug/{name}.png")
