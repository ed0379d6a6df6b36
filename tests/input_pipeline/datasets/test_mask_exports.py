"""Masks of CVAT and Roboflow, and other classes in VOC's folders."""

import random

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline import DataError, open_dataset
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets import (
    CVATMasksDataset,
    RoboflowMasksDataset,
    VOCOtherDataset,
)
from input_pipeline.datasets.cvat_masks import read_labelmap
from input_pipeline.datasets.recognize import recognize
from input_pipeline.datasets.roboflow_masks import read_classes
from input_pipeline.decode.label import decode_label
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.hostile_json import damaged_texts
from tests.input_pipeline.datasets.write_exports import drawn
from tests.input_pipeline.datasets.write_masks import (
    LABELMAP,
    write_cvat_masks,
    write_roboflow_masks,
    write_voc_other,
)


class TestCVATMasks(DatasetContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, tmp_path):
        return CVATMasksDataset(write_cvat_masks(tmp_path))


class TestRoboflowMasks(DatasetContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, tmp_path):
        return RoboflowMasksDataset(write_roboflow_masks(tmp_path))

    # A mask whose photograph is gone is named by the pairing.
    def test_a_missing_image_is_named(self, dataset):
        sample = dataset.samples("train")[0]
        sample.image_path.unlink()
        with pytest.raises(DataError, match="has no image"):
            RoboflowMasksDataset(dataset.root)


class TestVOCOther(DatasetContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, tmp_path):
        return VOCOtherDataset(write_voc_other(tmp_path))


def label_of(dataset, place=0, split="train"):
    path = dataset.samples(split)[place].label_path
    return decode_label(tf.io.read_file(str(path)), dataset.spec).numpy()


def test_cvat_is_not_taken_for_voc(tmp_path):
    root = write_cvat_masks(tmp_path)
    assert recognize(root) == "cvat_masks"
    dataset = open_dataset("auto", root)
    assert dataset.spec.class_names == ("background", "dog", "cat")
    assert dataset.spec.palette[1] == (250, 50, 83)
    assert dataset.splits == ("train", "val")  # default.txt is no split
    np.testing.assert_array_equal(label_of(dataset), drawn())


def test_cvats_gray_masks_hold_the_number_of_the_line(tmp_path):
    root = write_cvat_masks(tmp_path, photographs="images")
    for path in root.glob("SegmentationClass/*.png"):
        Image.fromarray(drawn()).save(path)
    np.testing.assert_array_equal(label_of(CVATMasksDataset(root)), drawn())


def test_a_background_that_is_ignored(tmp_path):
    rules = DrawingRules(unlabeled="ignore")
    expected = np.array([255, 0, 1])[drawn()]
    for write in (write_cvat_masks, write_roboflow_masks):
        root = write(tmp_path / write.__name__)
        dataset = open_dataset("auto", root, rules=rules)
        assert dataset.spec.class_names == ("dog", "cat")
        np.testing.assert_array_equal(label_of(dataset), expected)


def test_subsets_and_folders_of_a_cvat_project(tmp_path):
    names = ("day/a", "night/b")
    for folder in ("SegmentationClass", "SegmentationObject", "JPEGImages"):
        for name in names:
            (tmp_path / folder / name).parent.mkdir(parents=True)
    for path in tmp_path.iterdir():
        assert path.is_dir()
    write_names(tmp_path, names)
    dataset = CVATMasksDataset(tmp_path)
    assert dataset.splits == ("train", "val")
    (sample,) = dataset.samples("val")
    assert sample.id == "night/b"
    assert sample.image_path == tmp_path / "JPEGImages/night/b.jpg"


def write_names(root, names):
    source = write_cvat_masks(root / "flat", ("a", "b"))
    for name in names:
        kinds = ("SegmentationClass", "png"), ("JPEGImages", "jpg")
        for folder, ending in kinds:
            flat = source / folder / f"{name[-1]}.{ending}"
            flat.rename(root / folder / f"{name}.{ending}")
    (source / "labelmap.txt").rename(root / "labelmap.txt")
    lists = root / "ImageSets/Segmentation"
    lists.mkdir(parents=True)
    (lists / "Train.txt").write_text(names[0])
    (lists / "Validation.txt").write_text(names[1])


def test_cvat_without_photographs_names_the_setting(tmp_path):
    root = write_cvat_masks(tmp_path)
    for path in root.glob("JPEGImages/*"):
        path.unlink()
    with pytest.raises(DataError, match=r"3 of 3 .*'Save images' switched on"):
        CVATMasksDataset(root)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("cat:1,2,3::\ndog:1,2,3::\n", "'cat' and 'dog' have the same color"),
        ("cat:1,2,3::\ncat:1,2,4::\n", "names 'cat' twice"),
        ("cat:1,2::\n", "line 1: the color '1,2'"),
        ("cat:1,2,256::\n", "line 1: the color"),
        ("cat\n", "line 1: 'cat' is no label"),
        ("# only this\n", "names no label"),
    ],
)
def test_a_damaged_labelmap_is_explained(tmp_path, text, reason):
    root = write_cvat_masks(tmp_path)
    (root / "labelmap.txt").write_text(text)
    with pytest.raises(DataError, match=reason):
        _ = CVATMasksDataset(root).spec


def test_labels_of_cvat_may_hold_colons(tmp_path):
    path = tmp_path / "labelmap.txt"
    path.write_text("a:b:1,2,3::\n_dummy2:2,2,2:: # filler\n")
    found = read_labelmap(path)
    assert found == [("a:b", (1, 2, 3)), ("_dummy2", (2, 2, 2))]


def test_roboflows_values_need_not_be_class_ids(tmp_path):
    root = write_roboflow_masks(tmp_path)
    assert recognize(root) == "roboflow_masks"
    for path in root.glob("*/_classes.csv"):
        path.write_text("Pixel Value, Class\n0, background\n9, cat\n4, dog\n")
    for path in root.glob("*/*_mask.png"):
        Image.fromarray(np.array([0, 4, 9], np.uint8)[drawn()]).save(path)
    dataset = open_dataset("auto", root)
    assert dataset.spec.class_names == ("background", "dog", "cat")
    assert dataset.splits == ("test", "train", "val")
    np.testing.assert_array_equal(label_of(dataset, split="val"), drawn())


def test_lists_that_number_in_other_ways_are_refused(tmp_path):
    root = write_roboflow_masks(tmp_path)
    text = "Pixel Value, Class\n0, background\n1, cat\n2, dog\n"
    (root / "valid/_classes.csv").write_text(text)
    with pytest.raises(DataError, match="calls the value 1 'cat'"):
        _ = RoboflowMasksDataset(root).spec


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("filename, cat, dog\na.jpg, 1, 0\n", "does not begin with"),
        ("Pixel Value, Class\n1, a\n1, b\n", "line 3: 1 again"),
        ("Pixel Value, Class\n256, a\n", "line 2: '256, a'"),
        ("Pixel Value, Class\n-1, a\n", "line 2"),
        ("Pixel Value, Class\n1,\n", "a label of ''"),
        ("Pixel Value, Class\n", "lists no class"),
    ],
)
def test_a_damaged_list_of_roboflow_is_explained(tmp_path, text, reason):
    root = write_roboflow_masks(tmp_path)
    (root / "train/_classes.csv").write_text(text)
    with pytest.raises(DataError, match=reason):
        _ = RoboflowMasksDataset(root).spec


def test_damaged_lists_never_crash(tmp_path):
    path = tmp_path / "list"
    for read, text in (
        (read_labelmap, LABELMAP),
        (read_classes, "Pixel Value, Class\n0, background\n1, dog\n"),
    ):
        for damaged in damaged_texts(text.encode(), 300):
            path.write_bytes(damaged)
            try:
                found = read(path)
            except DataError:
                continue
            assert found


def test_other_classes_in_vocs_folders(tmp_path):
    root = write_voc_other(tmp_path)
    assert recognize(root) == "voc_other"
    dataset = open_dataset("auto", root)
    expected = drawn()
    expected[0] = 255
    np.testing.assert_array_equal(label_of(dataset, split="val"), expected)


def test_labelme2voc(tmp_path):
    """No lists of names, and `__ignore__` and `_background_` in the classes."""
    root = write_voc_other(tmp_path)
    for path in sorted((root / "ImageSets").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (root / "ImageSets").rmdir()
    (root / "classes.txt").unlink()
    text = "__ignore__\n_background_\ndog\ncat\n"
    (root / "class_names.txt").write_text(text)
    assert recognize(root) == "voc_other"
    dataset = open_dataset("auto", root, 0)
    assert dataset.spec.class_names == ("_background_", "dog", "cat")
    assert len(dataset.samples("train")) == 4


def test_shuffled_lines_of_a_labelmap_change_names_with_ids(tmp_path):
    root = write_cvat_masks(tmp_path)
    lines = LABELMAP.splitlines()
    random.Random(1).shuffle(lines)
    (root / "labelmap.txt").write_text("\n".join(lines))
    dataset = CVATMasksDataset(root)
    names = np.array(dataset.spec.class_names)[label_of(dataset)]
    expected = np.array(["background", "dog", "cat"])[drawn()]
    np.testing.assert_array_equal(names, expected)
