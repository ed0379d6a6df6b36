"""A small data set in exactly the folders of the KITTI road benchmark."""

import numpy as np
from PIL import Image

from tests.input_pipeline.draw_files import SIZE, random_pixels

COLORS = np.array([(255, 0, 0), (255, 0, 255), (0, 0, 0)], np.uint8)


def write_kitti_road(root, numbers=range(5)):
    images = root / "training" / "image_2"
    masks = root / "training" / "gt_image_2"
    images.mkdir(parents=True)
    masks.mkdir()
    for kind in ("um", "umm", "uu"):
        for number in numbers:
            picture = Image.fromarray(random_pixels(number))
            picture.save(images / f"{kind}_{number:06d}.png")
            mask = Image.fromarray(road_mask(number))
            mask.save(masks / f"{kind}_road_{number:06d}.png")
            if kind == "um":
                mask.save(masks / f"um_lane_{number:06d}.png")
    (root / "testing" / "image_2").mkdir(parents=True)
    return root


def road_mask(number):
    rows = (np.arange(SIZE[0]) + number) * 3 // SIZE[0] % 3
    return np.repeat(COLORS[rows][:, None], SIZE[1], axis=1)
