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


def pairs_of(images, labels):
    return {
        pair.image_path.name: pair.label_path.name
        for pair in pair_files(images, labels)
    }


def test_letter_case_and_the_form_of_accents_do_not_matter(folders):
    images, labels = folders
    touch(images, "IMG_1.JPG", "cafe\u0301.jpg")
    touch(labels, "img_1.png", "caf\u00e9.PNG")
    assert pairs_of(images, labels) == {
        "IMG_1.JPG": "img_1.png",
        "cafe\u0301.jpg": "caf\u00e9.PNG",
    }
    assert pair_files(images, labels)[0].id == "IMG_1"  # of the image


def test_tails_of_labels_in_any_case(folders):
    images, labels = folders
    touch(images, "IMG_1.JPG", "img_2.jpg")
    touch(labels, "img_1_MASK.png", "img_2_mask.png")
    assert len(pairs_of(images, labels)) == 2
    touch(images, "img_1_MASK.png", "img_2_mask.png")
    assert [pair.id for pair in pair_files(images, images, "_mask")] == [
        "IMG_1",
        "img_2",
    ]


def test_names_that_fit_several_are_named(folders):
    images, labels = folders
    touch(images, "IMG.jpg", "Img.jpg")
    touch(labels, "img.png")
    with pytest.raises(DataError, match="letter case.*'IMG', 'Img', 'img'"):
        pair_files(images, labels)


def test_files_in_folders_below_are_found(folders):
    images, labels = folders
    for folder, name in ((images, "a.jpg"), (labels, "a.png")):
        for day in ("day", "night"):
            (folder / day).mkdir()
            touch(folder / day, name)
    assert [pair.id for pair in pair_files(images, labels)] == [
        "day/a",
        "night/a",
    ]
    (labels / "night/a.png").unlink()
    with pytest.raises(DataError, match=r"no label.*: night/a\.jpg"):
        pair_files(images, labels)


def test_a_folder_that_is_called_like_a_picture_is_none(folders):
    images, labels = folders
    touch(images, "a.jpg")
    touch(labels, "a.png")
    (images / "b.png").mkdir()
    (labels / "c.png").mkdir()
    assert pairs_of(images, labels) == {"a.jpg": "a.png"}
