import dataclasses

import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli import data_sizes as module
from deeplab_family.cli.data_sizes import suit_data
from deeplab_family.recipes import RECIPES


def recipe(root, height, width):
    for part, mode in (("images", "RGB"), ("labels", "L")):
        for split in ("train", "val"):
            folder = root / part / split
            folder.mkdir(parents=True)
            shape = (height, width, 3)[: 3 if mode == "RGB" else 2]
            Image.fromarray(np.zeros(shape, "uint8")).save(folder / "a.png")
    base = RECIPES["folder_mobile"]()
    data = dataclasses.replace(base.data, root=str(root))
    return dataclasses.replace(base, data=data)


@pytest.mark.parametrize(
    ("size", "crop"),
    [
        ((100, 140), (113, 145)),
        ((1080, 1920), (289, 289)),
        ((40, 600), (49, 289)),
    ],
)
def test_a_crop_holds_the_image_up_to_what_a_processor_trains(
    size, crop, tmp_path, monkeypatch
):
    monkeypatch.setattr(module, "GPU_DEVICE", tmp_path / "none")
    found = suit_data(recipe(tmp_path / "data", *size)).data
    assert (found.crop_size, found.batch_size) == (crop, 8)


def test_a_card_takes_larger_crops_and_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "GPU_DEVICE", tmp_path)
    found = suit_data(recipe(tmp_path / "data", 1080, 1920)).data
    assert (found.crop_size, found.batch_size) == ((513, 513), 16)


def test_a_damaged_header_does_not_matter_here(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "GPU_DEVICE", tmp_path / "none")
    base = recipe(tmp_path / "data", 40, 100)
    (tmp_path / "data/images/train/a.png").write_bytes(b"no picture")
    assert suit_data(base) == base
