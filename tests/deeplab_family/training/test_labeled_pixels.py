import dataclasses

import numpy as np
import pytest
from PIL import Image

from deeplab_family.training.data_checks import check_labeled
from input_pipeline import DataConfig, DataError, open_data


def photographs(root, **values):
    """Two pictures a split, each labeled with one value."""
    for split, value in values.items():
        for name in ("a", "b"):
            for part, ending in (("images", "jpg"), ("labels", "png")):
                path = root / part / split / f"{name}.{ending}"
                path.parent.mkdir(parents=True, exist_ok=True)
                if part == "images":
                    Image.new("RGB", (40, 36)).save(path)
                else:
                    Image.fromarray(np.full((36, 40), value, "uint8")).save(
                        path
                    )
    (root / "classes.txt").write_text("sky\nroad\n")
    return DataConfig(root=str(root), crop_size=(33, 33))


def check(data):
    check_labeled(open_data(data))


def test_labeled_pixels_pass(tmp_path):
    check(photographs(tmp_path, train=1, val=0))


@pytest.mark.parametrize("split", ["train", "val"])
def test_a_split_of_ignored_pixels_is_named(tmp_path, split):
    data = photographs(tmp_path, **{"train": 1, "val": 1, split: 255})
    with pytest.raises(DataError, match=f"{split!r} .*255"):
        check(data)


def test_what_is_mixed_in_may_bring_the_labels(tmp_path):
    data = photographs(tmp_path / "main", train=255, val=1)
    photographs(tmp_path / "more", train=1)
    mix = dataclasses.replace(data.mix, roots=(str(tmp_path / "more"),))
    check(dataclasses.replace(data, mix=mix))


@pytest.mark.parametrize("split", ["train", "val"])
def test_unreadable_samples_are_left_to_those_who_read_them(tmp_path, split):
    data = photographs(tmp_path, train=1, val=1)
    data = dataclasses.replace(data, check=False)
    for name in ("a", "b"):
        (tmp_path / "images" / split / f"{name}.jpg").write_bytes(b"x")
        check(data)
