import pytest
from PIL import Image

from input_pipeline import (
    DataError,
    check_samples,
    draw_synthetic,
    open_dataset,
)


def files(root):
    return {
        str(p.relative_to(root)): p.read_bytes()
        for p in root.rglob("*")
        if p.is_file()
    }


def test_writes_a_plain_folder_that_passes_the_check(tmp_path):
    root = tmp_path / "streets"
    draw_synthetic(root, train=3, val=2, size=(48, 64))
    dataset = open_dataset("folder", str(root))
    assert dataset.spec.class_names[-1] == "car"
    assert len(dataset.samples("train")) == 3
    for split in ("train", "val"):
        check_samples(dataset.samples(split), dataset.spec)
    image = Image.open(root / "images/train/train_0000.jpg")
    assert image.format == "JPEG" and image.size == (64, 48)


def test_the_seed_decides_every_byte(tmp_path):
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        draw_synthetic(tmp_path / name, 2, 1, (48, 64), seed)
    one, same, other = (files(tmp_path / name) for name in "abc")
    assert one == same
    assert one.keys() == other.keys() and one != other


def test_pictures_of_the_splits_differ(tmp_path):
    draw_synthetic(tmp_path / "a", 1, 1, (48, 64))
    pictures = [v for k, v in files(tmp_path / "a").items() if ".jpg" in k]
    assert len(set(pictures)) == 2


def test_a_used_folder_is_left_alone(tmp_path):
    (tmp_path / "mine").write_text("x")
    with pytest.raises(DataError, match="in use"):
        draw_synthetic(tmp_path)
    assert list(files(tmp_path)) == ["mine"]


@pytest.mark.parametrize("wrong", [{"train": 0}, {"size": (8, 64)}])
def test_impossible_wishes_are_refused(tmp_path, wrong):
    with pytest.raises(DataError, match="Received"):
        draw_synthetic(tmp_path / "a", **wrong)
