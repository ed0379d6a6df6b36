"""LabelMe's files: every shape, several files a photograph, mistakes."""

import base64
import io
import json
import shutil

import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError, open_dataset
from input_pipeline.annotations.draw_regions import whole_mask
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.annotations.labelme_shapes import read_outline
from input_pipeline.datasets import LabelMeDataset
from input_pipeline.datasets.recognize import recognize
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.hostile_json import (
    HOSTILE,
    damaged_texts,
    judge,
    places,
    replaced,
)
from tests.input_pipeline.datasets.write_exports import (
    SIZE,
    drawn,
    write_photographs,
)
from tests.input_pipeline.datasets.write_labelme import (
    cat_and_dog,
    file_content,
    shape,
    write_file,
    write_labelme,
)


class TestLabelMe(DatasetContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, tmp_path):
        return LabelMeDataset(write_labelme(tmp_path / "x"))


def label_of(dataset, place=0, split="train"):
    path = dataset.samples(split)[place].label_path
    return np.asarray(Image.open(path))


def single(root, shapes, name="a.jpg", **more):
    write_photographs(root, ["a.jpg"])
    write_file(root / "a.json", shapes, name, **more)
    return LabelMeDataset(root, val_share=0)


def png(mask):
    packed = io.BytesIO()
    Image.fromarray(np.uint8(mask) * 255).save(packed, format="PNG")
    return base64.b64encode(packed.getvalue()).decode()


def test_labels_are_in_the_order_of_the_list(tmp_path):
    root = write_labelme(tmp_path)
    assert recognize(root) == "labelme"
    dataset = open_dataset("auto", root)
    assert dataset.spec.class_names == ("_background_", "dog", "cat")
    assert dataset.splits == ("train", "val")
    np.testing.assert_array_equal(label_of(dataset, split="val"), drawn())


def test_without_a_list_the_classes_are_all_labels_sorted(tmp_path):
    root = write_labelme(tmp_path)
    (root / "labels.txt").unlink()
    names = LabelMeDataset(root).spec.class_names
    assert names == ("background", "cat", "dog")


def test_the_smallest_example(tmp_path):
    """A block of 2 x 2 pixels, whose outline runs through their middles."""
    Image.new("RGB", (4, 3)).save(tmp_path / "a.jpg")
    square = shape("cat", [[1, 1], [2, 1], [2, 2], [1, 2]])
    size = {"imageHeight": 3, "imageWidth": 4}
    write_file(tmp_path / "a.json", [square], **size)
    expected = [[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0]]
    label = label_of(LabelMeDataset(tmp_path, val_share=0))
    np.testing.assert_array_equal(label, expected)


@pytest.mark.parametrize(
    ("kind", "points", "count", "sum_x", "sum_y"),
    [
        (
            "polygon",
            [[3.4, 2.2], [30.6, 5.1], [20.2, 28.7], [5.5, 20.5]],
            *(479, 7366, 6293),
        ),
        ("circle", [[20.3, 15.2], [28.9, 18.1]], 277, 5540, 4155),
        ("line", [[5, 5], [40.5, 30.2]], 403, 9269, 7254),
        ("linestrip", [[5, 5], [25.5, 8.2], [30, 30]], 420, 9260, 5644),
        ("point", [[12.4, 13.6]], 97, 1164, 1261),
        (
            "oriented_rectangle",
            [[10, 5], [30, 10], [27, 22], [7, 17]],
            *(270, 4995, 3645),
        ),
        ("rectangle", [[30.7, 20.2], [4.4, 3.3]], 486, 8262, 5589),
    ],
)
def test_shapes_are_filled_as_labelme_fills_them(
    kind, points, count, sum_x, sum_y
):
    """Pixels of `labelme.utils.shape_to_mask` (6.3.1; of the line strip that
    of 7.9, which rounds corners) on 60 x 40, with Pillow 13."""
    outline = read_outline({"shape_type": kind, "points": points}, *SIZE)
    rows, columns = np.nonzero(whole_mask(outline, *SIZE))
    assert (len(rows), columns.sum(), rows.sum()) == (count, sum_x, sum_y)


def test_a_mask_lies_at_its_first_point_rounded(tmp_path):
    mask = np.array([[0, 1, 1], [1, 1, 0]], bool)
    points = [[4.6, 7.4], [6.6, 8.4]]
    made = shape("cat", points, "mask", mask=png(mask))
    label = label_of(single(tmp_path, [made]))
    expected = np.zeros(SIZE, np.uint8)
    expected[7:9, 5:8] = mask
    np.testing.assert_array_equal(label, expected)


def test_a_later_shape_lies_over_an_earlier_unless_told_otherwise(tmp_path):
    shapes = [cat_and_dog()[1], cat_and_dog()[0]]
    dataset = single(tmp_path, shapes)
    assert not (label_of(dataset) == 2).any()  # the dog is under the cat
    smaller = LabelMeDataset(tmp_path, 0, DrawingRules("smaller"))
    assert (label_of(smaller) == 2).sum() == 50


def test_ignored_shapes_are_255_under_all_others(tmp_path):
    whole = shape("__ignore__", [[0, 0], [59, 39]], "rectangle")
    dataset = single(tmp_path, [*cat_and_dog(), whole])
    expected = np.array([255, 2, 1], np.uint8)[drawn()]
    np.testing.assert_array_equal(label_of(dataset), expected)
    assert dataset.spec.class_names == ("background", "cat", "dog")


def test_several_files_of_a_photograph_are_one_label(tmp_path):
    """One person drew cats, another dogs."""
    write_photographs(tmp_path / "images", ["a.jpg"])
    for person, made in zip("xy", cat_and_dog(), strict=True):
        path = tmp_path / person / "a.json"
        write_file(path, [made], r"..\images\a.jpg")
    dataset = LabelMeDataset(tmp_path, val_share=0)
    (sample,) = dataset.samples("train")
    assert sample.image_path.resolve() == tmp_path / "images/a.jpg"
    expected = np.array([0, 2, 1])[drawn()]
    np.testing.assert_array_equal(label_of(dataset), expected)


def test_a_photograph_within_the_file_is_taken_from_there(tmp_path):
    write_photographs(tmp_path, ["a.jpg"])
    content = base64.b64encode((tmp_path / "a.jpg").read_bytes()).decode()
    name = "C:\\photos\\a.jpg"
    write_file(tmp_path / "a.json", cat_and_dog(), name, imageData=content)
    photograph = Image.open(tmp_path / "a.jpg").copy()
    (tmp_path / "a.jpg").unlink()
    dataset = LabelMeDataset(tmp_path, val_share=0)
    (sample,) = dataset.samples("train")
    found = Image.open(sample.image_path)
    np.testing.assert_array_equal(np.asarray(found), np.asarray(photograph))


def test_json_files_in_a_folder_of_labels(tmp_path):
    """`images` and `labels`, as plain folders are called."""
    write_photographs(tmp_path / "images", ["a.jpg", "b.jpg"])
    for name in "ab":
        path = tmp_path / f"labels/{name}.json"
        write_file(path, cat_and_dog(), f"{name}.jpg")
    assert recognize(tmp_path) == "labelme"
    samples = open_dataset("auto", tmp_path).samples("train")
    assert samples[0].image_path.parent == tmp_path / "images"


def test_files_in_and_outside_of_splits_are_no_guess(tmp_path):
    root = write_labelme(tmp_path)
    shutil.copy(root / "train/train_a.json", root / "lost.json")
    with pytest.raises(DataError, match=r"lost\.json of none: move"):
        LabelMeDataset(root).samples("train")


@pytest.mark.parametrize(
    ("shapes", "more", "reason"),
    [
        ([shape("cta", [[1, 1], [9, 9]], "rectangle")], {}, "is it 'cat'?"),
        ([shape("cat", [[1, 1], [2, 2]])], {}, r"\(cat\): a polygon of 2 poin"),
        ([shape("cat", [[1, 1], [2, 2]], "star")], {}, "the shape_type 'star'"),
        ([shape("cat", [[1, 1], [99, 1], [9, 9]])], {}, "outside of the 60"),
        ([shape("cat", [[70, 90]], "point")], {}, "outside of the 60 x 40"),
        ([shape("cat", [[1, 1]], "mask", mask="x")], {}, "no base64"),
        (
            [shape("cat", [[1, 1]], "mask", mask=png(np.ones((50, 9))))],
            {},
            "a mask of 9 x 50 pixels for a picture of 60 x 40",
        ),
        ([], {"imageHeight": 60, "imageWidth": 40}, "60 x 40 pixels|resized"),
        ([], {"imagePath": 7}, "a file name of 7"),
        ([], {"imagePath": "a" * 300}, "which leads elsewhere"),
    ],
)
def test_a_broken_shape_is_named(tmp_path, shapes, more, reason):
    root = write_labelme(tmp_path)
    content = file_content(shapes, "train_a.jpg")
    path = root / "train/train_a.json"
    path.write_text(json.dumps(content | more))
    with pytest.raises(DataError, match=reason) as caught:
        LabelMeDataset(root).samples("train")
    assert "train/train_a.json: " in str(caught.value)
    skipped = LabelMeDataset(root, rules=DrawingRules(on_error="skip"))
    assert len(skipped.samples("train")) == 1


def test_no_hostile_value_passes(tmp_path):
    write_photographs(tmp_path, ["a.jpg"])
    mask = shape("cat", [[1, 1], [2, 2]], "mask", mask=png(np.ones((2, 2))))
    whole = file_content([*cat_and_dog(), mask])
    free = {"version", "flags", "group_id", "description", "imageData"}
    cases = [
        (place, value)
        for place in places(whole)
        for value in HOSTILE
        if not free & {*place}
    ]
    assert len(cases) > 300
    for place, value in cases:
        if (place, value) == (("shapes",), []):
            continue  # a picture without objects
        if (place[-1], value) == ("shape_type", None):
            continue  # a polygon
        is_mask = place[:2] == ("shapes", 2)
        if place[-1] == "mask" and not is_mask:
            continue
        if is_mask and place[2:4] == ("points", 1):
            continue  # only the first point says where it lies
        path = tmp_path / "a.json"
        path.write_text(json.dumps(replaced(whole, place, value)))
        assert judge(LabelMeDataset, tmp_path) is None, (place, value)


def test_no_damaged_text_crashes(tmp_path):
    write_photographs(tmp_path, ["a.jpg"])
    text = json.dumps(file_content(cat_and_dog())).encode()
    for damaged in damaged_texts(text, 400):
        (tmp_path / "a.json").write_bytes(damaged)
        judge(LabelMeDataset, tmp_path)
