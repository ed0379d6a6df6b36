"""YOLO segmentation in the trees that its tools write."""

import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError
from input_pipeline.datasets import YOLODataset
from input_pipeline.datasets.recognize import recognize
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.write_exports import (
    SIZE,
    drawn,
    write_photographs,
    write_yolo,
    yolo_line,
)


@pytest.fixture
def root(tmp_path):
    return write_yolo(tmp_path / "export")


class TestYOLO(DatasetContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, root):
        return YOLODataset(root)

    # A photograph that is gone is not listed: the folder is the list.
    test_a_missing_image_is_named = None


def label_of(dataset, place=0, split="train"):
    path = dataset.samples(split)[place].label_path
    return np.asarray(Image.open(path))


def test_numbers_of_the_file_lie_after_the_background(root):
    assert recognize(root) == "yolo"
    dataset = YOLODataset(root)
    assert dataset.spec.class_names == ("background", "dog", "cat")
    np.testing.assert_array_equal(label_of(dataset), drawn())


def test_roboflows_tree(root):
    """`../train/images`, though `train` lies beside the file."""
    for split, name in (("train", "train"), ("val", "valid")):
        (root / name).mkdir()
        for kind in ("images", "labels"):
            (root / kind / split).rename(root / name / kind)
    for kind in ("images", "labels"):
        (root / kind).rmdir()
    (root / "data.yaml").write_text(
        "train: ../train/images\nval: ../valid/images\ntest: ''\n"
        "nc: 2\nnames: ['dog', 'cat']\n"
    )
    assert recognize(root) == "yolo"
    dataset = YOLODataset(root)
    assert dataset.splits == ("train", "val")
    np.testing.assert_array_equal(label_of(dataset, split="val"), drawn())


def test_cvats_lists_of_images(root):
    for split in ("train", "val"):
        lines = [
            f"data/images/{split}/{path.name}"
            for path in (root / "images" / split).iterdir()
        ]
        (root / f"{split}.txt").write_text("\n".join(lines))
    (root / "data.yaml").write_text(
        "names:\n  0: dog\n  1: cat\npath: .\ntrain: train.txt\nval: val.txt\n"
    )
    np.testing.assert_array_equal(label_of(YOLODataset(root)), drawn())


def test_label_studios_tree(tmp_path):
    write_photographs(tmp_path / "images", ["a.jpg", "b.jpg"])
    (tmp_path / "labels").mkdir()
    line = yolo_line(1, 5, 10, 25, 30)
    (tmp_path / "labels/a.txt").write_text(line)
    (tmp_path / "classes.txt").write_text("dog\ncat\n")
    assert recognize(tmp_path) == "yolo"
    dataset = YOLODataset(tmp_path, val_share=0)
    assert (label_of(dataset, 0) == 2).sum() == 20 * 20
    assert not label_of(dataset, 1).any()  # no file: no object


def test_labels_that_were_drawn_are_no_photographs(root):
    (root / "data.yaml").write_text("names: [dog, cat]\ntrain: .\n")
    first = YOLODataset(root, val_share=0).samples("train")
    again = YOLODataset(root, val_share=0).samples("train")
    assert len(first) == 4 and again == first


def test_plain_folders_stay_plain(tmp_path):
    for kind in ("images", "labels"):
        write_photographs(tmp_path / kind, ["a.png"])
    (tmp_path / "classes.txt").write_text("a\nb\n")
    (tmp_path / "labels/readme.txt").write_text("ours")
    assert recognize(tmp_path) == "folder"


def test_boxes_only_name_the_setting_of_the_tool(root):
    for path in root.glob("labels/*/*.txt"):
        path.write_text("0 0.5 0.5 0.2 0.2\n")
    with pytest.raises(DataError, match="boxes only.*YOLO Segmentation"):
        _ = YOLODataset(root).spec


def test_cvats_export_of_boxes_names_the_other_one(tmp_path):
    (tmp_path / "obj.names").write_text("dog")
    assert recognize(tmp_path) == "yolo"
    with pytest.raises(DataError, match="Ultralytics YOLO Segmentation 1.0"):
        YOLODataset(tmp_path)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("0 0.5 0.5 0.2 0.2", "line 2: a box"),
        ("2 0 0 1 0 1 1", "line 2: the class 2; there are 0 to 1"),
        ("-1 0 0 1 0 1 1", "line 2: the class '-1'"),
        ("cat 0 0 1 0 1 1", "line 2: the class 'cat'"),
        ("0 0 0 1 0 1", "line 2: a polygon whose last point lacks its y"),
        ("0 0 0 1 0", "line 2: a box"),
        ("0 0 0 1 1 x 0", "line 2: 'x' is no number"),
        ("0 0 0 1 1 nan 0", "line 2: 'nan' is no number"),
        ("0 0 0 30 0 30 20", "line 2: a polygon outside"),
    ],
)
def test_a_broken_line_is_named(root, line, reason):
    path = root / "labels/train/train_a.txt"
    path.write_text(yolo_line(0, 1, 1, 9, 9) + "\n" + line + "\n")
    with pytest.raises(DataError, match=reason) as caught:
        YOLODataset(root).samples("train")
    assert "train_a.txt" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("names: [a, a]\ntrain: images/train", "different words"),
        ("names: {1: a, 2: b}\ntrain: images/train", "0, 1, 2"),
        ("names:\ntrain: images/train", "list the classes"),
        ("names: [a, b]\ntrain: nowhere", "are not at"),
        ("names: [a, b]\ntrain: [5]", "name a folder"),
        ("names: [a, b\ntrain: images/train", "cannot be read as YAML"),
        ("names: &a [x]\ntrain: *a", "repeats parts"),
        ("names: [a, b]\ntrain: labels/train", "leads to no images"),
    ],
)
def test_a_damaged_data_yaml_is_explained(root, content, reason):
    (root / "data.yaml").write_text(content)
    with pytest.raises(DataError, match=reason):
        YOLODataset(root).samples("train")


def test_an_object_of_two_parts_is_one_line_with_a_bridge(root):
    """Walked both ways, the bridge has no width."""
    points = [0, 0, 10, 0, 10, 10, 30, 10, 30, 20, 40, 20, 40, 10, 30, 10]
    points += [10, 10, 0, 10]
    shares = [p / SIZE[1 - i % 2] for i, p in enumerate(points)]
    text = "1 " + " ".join(f"{share:.6f}" for share in shares)
    (root / "labels/train/train_a.txt").write_text(text)
    assert (label_of(YOLODataset(root)) == 2).sum() == 200


def test_a_photograph_on_its_side_is_labelled_upright(root):
    path = root / "images/train/train_a.jpg"
    with Image.open(path) as image:
        exif = image.getexif()
        exif[0x0112] = 6
        image.save(path, exif=exif)
    text = root / "labels/train/train_a.txt"
    text.write_text("0 0 0 0.5 0 0.5 0.5 0 0.5")
    label = label_of(YOLODataset(root))
    height, width = SIZE[1], SIZE[0]  # turned
    expected = np.zeros((height, width), np.uint8)
    expected[: height // 2, : width // 2] = 1
    np.testing.assert_array_equal(label, expected)
