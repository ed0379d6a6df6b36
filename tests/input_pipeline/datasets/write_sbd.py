"""A small data set in exactly the folders of the SBD."""

import numpy as np
from PIL import Image
from scipy.io import savemat

from tests.input_pipeline.datasets.write_voc import EXTRA, TRAIN, VAL
from tests.input_pipeline.draw_files import random_ids, random_pixels

# The SBD drew pictures that VOC has in its train and val lists, too.
LISTS = {"train": (TRAIN[0], EXTRA[0], VAL[0]), "val": (EXTRA[1],)}


def write_sbd(root):
    dataset = root / "benchmark_RELEASE" / "dataset"
    for folder in ("img", "cls", "inst"):
        (dataset / folder).mkdir(parents=True)
    for split, names in LISTS.items():
        (dataset / f"{split}.txt").write_text("\n".join(names) + "\n")
        for number, name in enumerate(names):
            picture = Image.fromarray(random_pixels(number))
            picture.save(dataset / f"img/{name}.jpg")
            write_mat(dataset / f"cls/{name}.mat", sbd_ids(number))
            write_mat(dataset / f"inst/{name}.mat", sbd_ids(0), "GTinst")
    return root


def sbd_ids(number):
    ids = random_ids(number, num_classes=21)
    ids[ids == 255] = 0
    return ids


def write_mat(path, ids, name="GTcls"):
    boundaries = np.empty((20, 1), object)
    boundaries[:] = 0
    content = {
        "Boundaries": boundaries,
        "Segmentation": ids,
        "CategoriesPresent": np.unique(ids[ids > 0]),
    }
    savemat(path, {name: content})
