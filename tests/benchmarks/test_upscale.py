import numpy as np
from PIL import Image

from benchmarks.upscale import upscale_folder
from tests.input_pipeline.draw_files import write_folder


def test_pairs_grow_and_ids_stay(tmp_path):
    root = write_folder(tmp_path / "small", count=2)
    large = upscale_folder(root, tmp_path / "large", (72, 96))
    image = Image.open(f"{large}/images/train/001.jpg")
    assert image.size == (96, 72)
    label = np.array(Image.open(f"{large}/labels/train/001.png"))
    small = np.array(Image.open(root / "labels/train/001.png"))
    np.testing.assert_array_equal(label, small.repeat(2, 0).repeat(2, 1))
