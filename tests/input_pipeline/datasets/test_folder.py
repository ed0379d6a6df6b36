import json

import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError, check_samples
from input_pipeline.datasets import FolderDataset
from input_pipeline.default_palette import default_palette
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.draw_files import write_folder


class TestFolder(DatasetContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, tmp_path):
        return FolderDataset(write_folder(tmp_path))


def test_names_come_from_the_text_file(tmp_path):
    write_folder(tmp_path)
    (tmp_path / "classes.txt").write_text("\ufeffroad \n\nsky\ncar")
    assert FolderDataset(tmp_path).spec.class_names == ("road", "sky", "car")


def test_without_names_the_labels_of_all_splits_are_counted(tmp_path):
    write_folder(tmp_path)
    write_folder(tmp_path, "val")
    (tmp_path / "classes.txt").unlink()
    label = tmp_path / "labels/val/000.png"
    Image.fromarray(np.full((36, 48), 6, np.uint8)).save(label)
    names = FolderDataset(tmp_path).spec.class_names
    assert names == tuple(f"class_{n}" for n in range(7))


@pytest.mark.parametrize("named", [True, False])
def test_colors_are_those_that_people_can_tell_apart(tmp_path, named):
    write_folder(tmp_path)
    if not named:
        (tmp_path / "classes.txt").unlink()
    assert FolderDataset(tmp_path).spec.palette == default_palette(3)


@pytest.mark.parametrize("text", ["", "a\na\n"])
def test_empty_or_doubled_names_are_refused(tmp_path, text):
    write_folder(tmp_path)
    (tmp_path / "classes.txt").write_text(text)
    with pytest.raises(DataError, match="one class name a line"):
        _ = FolderDataset(tmp_path).spec


def test_names_in_another_encoding_are_refused(tmp_path):
    write_folder(tmp_path)
    (tmp_path / "classes.txt").write_bytes("Straße".encode("latin-1"))
    with pytest.raises(DataError, match="not a UTF-8"):
        _ = FolderDataset(tmp_path).spec


@pytest.mark.parametrize("missing", ["", "images", "labels"])
def test_missing_folders_are_named_with_the_tree_expected(tmp_path, missing):
    root = tmp_path / "data"
    if missing:
        (root / ("images" if missing == "labels" else "labels")).mkdir(
            parents=True
        )
    expected = f"{missing or 'data'} is not a folder.*images/<split>"
    with pytest.raises(DataError, match=expected):
        FolderDataset(root)


def write_map(root, *pairs):
    content = {"pairs": [{"stored": s, "class": c} for s, c in pairs]}
    (root / "label_map.json").write_text(json.dumps(content))


def test_a_map_beside_the_labels_makes_colored_masks_good(tmp_path):
    write_folder(tmp_path)
    for path in (tmp_path / "labels/train").iterdir():
        ids = np.asarray(Image.open(path))
        Image.fromarray(np.stack([ids, ids * 0, ids], -1)).save(path)
    colors = [([i, 0, i], i) for i in (0, 1, 2, 255)]
    write_map(tmp_path, *colors)
    dataset = FolderDataset(tmp_path)
    assert dataset.spec.class_names == ("road", "sky", "car")
    check_samples(dataset.samples("train"), dataset.spec)
    write_map(tmp_path, *colors[1:])
    dataset = FolderDataset(tmp_path)
    with pytest.raises(DataError, match=r"color \(0, 0, 0\); the data set"):
        check_samples(dataset.samples("train"), dataset.spec)


def flat_folder(root, count=10):
    write_folder(root, count=count)
    for part, name in (("images", "images"), ("labels", "masks")):
        (root / part / "train").rename(root / f"{part}_flat")
        (root / part).rmdir()
        (root / f"{part}_flat").rename(root / name)
    return root


def test_a_folder_without_splits_is_divided(tmp_path):
    dataset = FolderDataset(flat_folder(tmp_path))
    assert dataset.splits == ("train", "val")
    assert [len(dataset.samples(s)) for s in dataset.splits] == [8, 2]
    half = FolderDataset(tmp_path, val_share=0.5)
    assert [len(half.samples(s)) for s in half.splits] == [5, 5]


def test_with_share_0_all_of_it_is_train(tmp_path):
    dataset = FolderDataset(flat_folder(tmp_path), val_share=0)
    assert dataset.splits == ("train",)
    assert len(dataset.samples("train")) == 10
    with pytest.raises(DataError, match="no split 'val'.*--val-share 0.2"):
        dataset.samples("val")


def test_train_alone_is_divided_only_where_a_share_is_given(tmp_path):
    write_folder(tmp_path, count=10)
    write_folder(tmp_path, "test")
    dataset = FolderDataset(tmp_path)
    assert dataset.splits == ("test", "train")
    assert len(dataset.samples("train")) == 10
    dataset = FolderDataset(tmp_path, val_share=0.3)
    counts = [len(dataset.samples(s)) for s in ("train", "val", "test")]
    assert counts == [7, 3, 3]


def test_a_val_that_is_there_is_left_as_it_is(tmp_path):
    write_folder(tmp_path, count=10)
    write_folder(tmp_path, "val")
    dataset = FolderDataset(tmp_path, val_share=0.5)
    assert len(dataset.samples("train")) == 10
