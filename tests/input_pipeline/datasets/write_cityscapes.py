"""A small data set in exactly the folders of Cityscapes."""

import numpy as np
from PIL import Image

from tests.input_pipeline.draw_files import random_ids, random_pixels

FRAMES = {
    "train": ("aachen_000000_000019", "bochum_000000_000313"),
    "val": ("frankfurt_000000_000294",),
    "train_extra": ("augsburg_000000_000000",),
}
KINDS = {"train": ("gtFine", "gtCoarse"), "val": ("gtFine", "gtCoarse")}


def write_cityscapes(root):
    for part, frames in FRAMES.items():
        for number, frame in enumerate(frames):
            write_image(root, part, frame, number)
            for kind in KINDS.get(part, ("gtCoarse",)):
                ids = random_ids(number, num_classes=34)
                ids[ids == 255] = 0
                write_label(root, kind, part, frame, ids)
    return root


def write_image(root, part, frame, seed):
    folder = root / "leftImg8bit" / part / frame.split("_")[0]
    folder.mkdir(parents=True, exist_ok=True)
    picture = Image.fromarray(random_pixels(seed))
    picture.save(folder / f"{frame}_leftImg8bit.png")


def write_label(root, kind, part, frame, ids):
    folder = root / kind / part / frame.split("_")[0]
    folder.mkdir(parents=True, exist_ok=True)
    label = Image.fromarray(ids)
    label.save(folder / f"{frame}_{kind}_labelIds.png")
    instances = Image.fromarray(ids.astype(np.uint16) * 1000)
    instances.save(folder / f"{frame}_{kind}_instanceIds.png")
    label.convert("RGBA").save(folder / f"{frame}_{kind}_color.png")
    (folder / f"{frame}_{kind}_polygons.json").write_text("{}")
