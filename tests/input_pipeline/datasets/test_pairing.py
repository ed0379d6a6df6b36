import pytest

from input_pipeline.datasets.pairing import pair_files
from input_pipeline.errors import DataError


@pytest.fixture
def folders(tmp_path):
    images, labels = tmp_path / "images", tmp_path / "labels"
    images.mkdir()
    labels.mkdir()
    return images, labels


def touch(folder, *names):
    for name in names:
        (folder / name).touch()


def test_pairs_by_name_sorted_whatever_the_ending(folders):
    images, labels = folders
    touch(images, "b.JPG", "a.png", "c.jpeg", ".hidden.jpg", "notes.txt")
    touch(labels, "a.png", "b.png", "c.png")
    pairs = pair_files(images, labels)
    assert [pair.id for pair in pairs] == ["a", "b", "c"]
    assert pairs[1].image_path == images / "b.JPG"
    assert pairs[1].label_path == labels / "b.png"


def test_image_without_label_is_named(folders):
    images, labels = folders
    touch(images, "a.jpg", "b.jpg")
    touch(labels, "a.png")
    with pytest.raises(DataError, match="1 image has no label.*b.jpg"):
        pair_files(images, labels)


def test_label_without_image_is_named(folders):
    images, labels = folders
    touch(images, "a.jpg")
    touch(labels, "a.png", "z.png")
    with pytest.raises(DataError, match="1 label has no image.*z.png"):
        pair_files(images, labels)


def test_empty_and_missing_folders_are_named(folders, tmp_path):
    images, labels = folders
    with pytest.raises(DataError, match="images is empty"):
        pair_files(images, labels)
    with pytest.raises(DataError, match="nothing is not a folder"):
        pair_files(tmp_path / "nothing", labels)


def test_two_images_of_one_name_are_refused(folders):
    images, labels = folders
    touch(images, "a.jpg", "a.png")
    touch(labels, "a.png")
    with pytest.raises(DataError, match="share the name 'a'"):
        pair_files(images, labels)
