import numpy as np
import pytest
from PIL import Image

from export import ExportError
from export.samples.folder_images import refuse_masks
from tests.export.tiny_network import draw_images, save_images


def masks(folder, mode="L"):
    folder.mkdir(parents=True, exist_ok=True)
    ids = np.random.default_rng(0).integers(0, 11, (3, 8, 9)).astype(np.uint8)
    paths = []
    for index, label in enumerate(ids):
        paths.append(folder / f"{index}.png")
        Image.fromarray(label).convert(mode).save(paths[-1])
    return paths


@pytest.mark.parametrize("mode", ["L", "P", "1"])
def test_masks_are_refused(tmp_path, mode):
    with pytest.raises(ExportError, match="`calibration`.*label masks"):
        refuse_masks(masks(tmp_path, mode), "calibration")


def test_photographs_pass_in_color_and_in_gray(tmp_path):
    images = draw_images(2, 40, 50)
    for ending in (".png", ".jpg"):
        save_images(tmp_path / "color", images, ending)
        save_images(tmp_path / "gray", images[..., 0], ending)
    for folder in ("color", "gray"):
        refuse_masks(sorted((tmp_path / folder).iterdir()), "images")


def test_a_single_mask_among_photographs_passes(tmp_path):
    save_images(tmp_path / "a", draw_images(1, 40, 50))
    refuse_masks([*masks(tmp_path), tmp_path / "a" / "000.png"], "images")


def test_what_cannot_be_opened_is_left_to_who_reads_it(tmp_path):
    (tmp_path / "a.png").write_bytes(b"x")
    refuse_masks([tmp_path / "a.png"], "images")
    refuse_masks([], "images")
