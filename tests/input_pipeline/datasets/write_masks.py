"""Exports of masks: CVAT, Roboflow, and other classes in VOC's folders."""

import numpy as np
from PIL import Image

from input_pipeline.datasets.spec import voc_palette
from tests.input_pipeline.datasets.write_exports import (
    drawn,
    write_photographs,
)

COLORS = [(0, 0, 0), (250, 50, 83), (50, 183, 250)]
"""What CVAT gave background, dog and cat; in no order of ids."""

LABELMAP = (
    "# label:color_rgb:parts:actions\n"
    "background:0,0,0::\ndog:250,50,83::\ncat:50,183,250::\n"
)


def write_cvat_masks(root, names=("a", "b", "c"), photographs="JPEGImages"):
    """As CVAT writes it: RGB in the colors of the labels, one list."""
    for folder in ("SegmentationClass", "SegmentationObject"):
        (root / folder).mkdir(parents=True)
        for name in names:
            path = root / folder / f"{name}.png"
            colors = np.array(COLORS, np.uint8)[drawn()]
            Image.fromarray(colors).save(path)
    (root / "ImageSets/Segmentation").mkdir(parents=True)
    listed = root / "ImageSets/Segmentation/default.txt"
    listed.write_text("\n".join(names))
    (root / "labelmap.txt").write_text(LABELMAP)
    write_photographs(root / photographs, [f"{name}.jpg" for name in names])
    return root


def write_roboflow_masks(root):
    for seed, split in enumerate(("train", "valid", "test")):
        names = [f"{split}_{letter}_jpg.rf.0a{seed}" for letter in "ab"]
        write_photographs(root / split, [f"{n}.jpg" for n in names], 10 * seed)
        for name in names:
            path = root / split / f"{name}_mask.png"
            Image.fromarray(drawn()).save(path)
        text = "Pixel Value, Class\n0, background\n1, dog\n2, cat\n"
        (root / split / "_classes.csv").write_text(text)
    return root


def save_indexed(path, ids):
    picture = Image.fromarray(ids.astype(np.uint8), "P")
    picture.putpalette(np.array(voc_palette(256), np.uint8).tobytes())
    picture.save(path)


def write_voc_other(root):
    """VOC's folders with a list of classes."""
    (root / "SegmentationClass").mkdir(parents=True)
    (root / "ImageSets/Segmentation").mkdir(parents=True)
    for seed, split in enumerate(("train", "val")):
        names = [f"{split}_a", f"{split}_b"]
        write_photographs(
            root / "JPEGImages", [f"{n}.jpg" for n in names], 10 * seed
        )
        for name in names:
            ids = drawn()
            ids[0] = 255
            save_indexed(root / f"SegmentationClass/{name}.png", ids)
        listed = root / f"ImageSets/Segmentation/{split}.txt"
        listed.write_text("\n".join(names))
    (root / "classes.txt").write_text("background\ndog\ncat\n")
    return root
