import pytest

from input_pipeline import DataError
from input_pipeline.datasets.folder_trees import find_tree, half_tree


def touch(root, *names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    return root


def parts(root):
    return {
        split: (
            str(part.images.relative_to(root)),
            str(part.labels.relative_to(root)),
            part.tail,
        )
        for split, part in find_tree(root).parts.items()
    }


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            ["images/train/a.jpg", "labels/train/a.png"],
            {"train": ("images/train", "labels/train", "")},
        ),
        (
            ["img_dir/val/a.png", "ann_dir/val/a.png"],
            {"val": ("img_dir/val", "ann_dir/val", "")},
        ),
        (["Images/a.jpg", "Masks/a.png"], {"": ("Images", "Masks", "")}),
        (
            ["JPEGImages/a.jpg", "SegmentationClassPNG/a.png"],
            {"": ("JPEGImages", "SegmentationClassPNG", "")},
        ),
        (
            ["train/images/a.jpg", "train/masks/a.png"]
            + ["valid/images/b.jpg", "valid/masks/b.png"],
            {
                "train": ("train/images", "train/masks", ""),
                "val": ("valid/images", "valid/masks", ""),
            },
        ),
        (["a.jpg", "a_mask.png", "b.png"], {"": (".", ".", "_mask")}),
        (
            [
                "train/a.jpg",
                "train/a_mask.png",
                "test/b.jpg",
                "test/b-mask.png",
            ],
            {
                "test": ("test", "test", "-mask"),
                "train": ("train", "train", "_mask"),
            },
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_each_tree_of_the_table(names, expected, tmp_path):
    assert parts(touch(tmp_path, *names)) == expected


@pytest.mark.parametrize(
    ("names", "readings"),
    [
        (
            ["images/a.jpg", "labels/a.png", "masks/a.png"],
            "images and labels or images and masks",
        ),
        (
            ["images/a.jpg", "masks/a.png", "train/images/a.jpg"]
            + ["train/masks/a.png"],
            "images and masks or <split>/images and <split>/masks",
        ),
        (
            ["images/a.jpg", "masks/a.png", "images/train/b.jpg"]
            + ["masks/train/b.png"],
            "images and masks or images/<split> and masks/<split>",
        ),
    ],
)
def test_two_ways_to_read_a_folder_are_refused(names, readings, tmp_path):
    with pytest.raises(DataError, match=f"in 2 ways: {readings}. Move"):
        find_tree(touch(tmp_path, *names))


def test_folders_without_masks_do_not_count_beside_one_with(tmp_path):
    touch(tmp_path, "images/a.jpg", "labels/a.txt", "masks/a.png")
    assert parts(tmp_path) == {"": ("images", "masks", "")}
    touch(tmp_path, "annotations/instances.json")
    assert parts(tmp_path) == {"": ("images", "masks", "")}


def test_both_names_of_a_split_stay_two_splits(tmp_path):
    for split in ("val", "valid"):
        touch(tmp_path, f"images/{split}/a.jpg", f"labels/{split}/a.png")
    assert set(parts(tmp_path)) == {"val", "valid"}


def test_splits_of_a_half_tree(tmp_path):
    touch(tmp_path, "masks/train/a.png")
    assert half_tree(tmp_path)["train"].images == tmp_path / "images/train"
    with pytest.raises(DataError, match="images is not a folder"):
        find_tree(tmp_path)


def test_splits_whose_folders_differ_in_letter_case(tmp_path):
    touch(tmp_path, "images/Train/a.jpg", "labels/train/a.png")
    assert parts(tmp_path) == {"train": ("images/Train", "labels/train", "")}


def test_pictures_in_folders_below_a_split(tmp_path):
    touch(tmp_path, "images/train/day/a.jpg", "labels/train/day/a.png")
    touch(tmp_path, "masks/readme.txt")
    assert parts(tmp_path) == {"train": ("images/train", "labels/train", "")}


def test_a_folder_that_is_called_like_a_picture_is_none(tmp_path):
    touch(tmp_path, "images/a.jpg", "labels/a.png", "masks/b.png/readme.txt")
    assert parts(tmp_path) == {"": ("images", "labels", "")}
