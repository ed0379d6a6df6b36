"""CVAT's XML: every shape, its order, hostile files."""

import cv2
import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as coco

from input_pipeline import DataError, open_dataset
from input_pipeline.annotations.cvat_shapes import read_outline
from input_pipeline.annotations.draw_regions import whole_mask
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets import CVATImagesDataset
from input_pipeline.datasets.recognize import recognize
from tests.contracts.dataset import DatasetContract
from tests.input_pipeline.datasets.hostile_json import damaged_texts, judge
from tests.input_pipeline.datasets.write_cvat_images import (
    cat_and_dog,
    document,
    image,
    listed,
    polygon,
    write_cvat_images,
)
from tests.input_pipeline.datasets.write_exports import (
    BOX,
    SIZE,
    drawn,
    outline,
    write_photographs,
)


class TestCVATImages(DatasetContract):
    num_classes = 3

    @pytest.fixture
    def dataset(self, tmp_path):
        return CVATImagesDataset(write_cvat_images(tmp_path / "x"))


def label_of(dataset, place=0, split="train"):
    path = dataset.samples(split)[place].label_path
    return np.asarray(Image.open(path))


def single(root, shapes, labels=None, size=SIZE):
    write_photographs(root, ["a.jpg"])
    text = document([image(0, "a.jpg", shapes)], labels)
    (root / "annotations.xml").write_text(text)
    return CVATImagesDataset(root, val_share=0)


def mask_of(kind, **found):
    return whole_mask(read_outline(kind, found, *SIZE), *SIZE)


def test_a_higher_z_order_lies_over_a_lower_one(tmp_path):
    root = write_cvat_images(tmp_path)
    assert recognize(root) == "cvat_images"
    dataset = open_dataset("auto", root)
    assert dataset.spec.class_names == ("background", "dog", "cat")
    assert dataset.splits == ("train", "val")
    np.testing.assert_array_equal(label_of(dataset, split="val"), drawn())


def test_the_smallest_example(tmp_path):
    """A block of 2 x 2 pixels as polygon and as mask."""
    Image.new("RGB", (4, 3)).save(tmp_path / "a.jpg")
    shapes = (
        '<polygon label="cat" occluded="0" points="1.00,1.00;3.00,1.00;3.00,'
        '3.00;1.00,3.00" z_order="0"/>',
        '<mask label="cat" occluded="0" rle="0, 4" left="1" top="1" width="2" '
        'height="2" z_order="0"/>',
    )
    expected = [[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 1, 0]]
    for shape in shapes:
        (tmp_path / "annotations.xml").write_text(
            "<annotations><version>1.1</version><image id='0' name='a.jpg' "
            f"width='4' height='3'>{shape}</image></annotations>"
        )
        label = label_of(CVATImagesDataset(tmp_path, val_share=0))
        np.testing.assert_array_equal(label, expected)


def test_runs_walk_along_the_rows_of_their_box():
    found = mask_of(
        "mask", rle="1, 2, 3", left="5", top="7", width="3", height="2"
    )
    expected = np.zeros(SIZE, bool)
    expected[7, 6:8] = True
    np.testing.assert_array_equal(found, expected)


def test_polygons_are_filled_as_pycocotools_fills_them():
    points = [3.4, 2.2, 30.6, 5.1, 20.2, 28.7, 5.5, 20.5]
    pairs = zip(points[::2], points[1::2], strict=True)
    text = ";".join(f"{x},{y}" for x, y in pairs)
    (runs,) = coco.frPyObjects([points], *SIZE)
    np.testing.assert_array_equal(
        mask_of("polygon", points=text), coco.decode(runs) == 1
    )


def test_a_box_is_turned_around_its_middle():
    """By 90 degrees 20 x 10 becomes 10 x 20."""
    box = {"xtl": "20", "ytl": "10", "xbr": "40", "ybr": "20"}
    expected = np.zeros(SIZE, bool)
    expected[5:25, 25:35] = True
    np.testing.assert_array_equal(
        mask_of("box", **box, rotation="90"), expected
    )
    assert mask_of("box", **box)[10:20, 20:40].all()
    assert mask_of("box", **box).sum() == 200
    thin = {"xtl": "20", "ytl": "9", "xbr": "40", "ybr": "13"}
    turned = mask_of("box", **thin, rotation="30")
    assert turned[15, 37] and not turned[6, 37]  # clockwise


@pytest.mark.parametrize("center", [(30.4, 20.2), (4, 38)])
def test_ellipses_are_filled_as_cvats_export_fills_them(center):
    """Which rounds center and radii, and draws by OpenCV."""
    x, y = center
    whole = np.zeros(SIZE, np.uint8)
    middle = round(x), round(y)
    cv2.ellipse(whole, middle, (15, 7), 30, 0, 360, 1, thickness=-1)
    found = mask_of(
        "ellipse", cx=f"{x}", cy=f"{y}", rx="15.3", ry="6.8", rotation="30"
    )
    np.testing.assert_array_equal(found, whole == 1)


def test_polylines_are_one_pixel_wide():
    found = mask_of("polyline", points="10.00,5.00;10.00,20.00")
    expected = np.zeros(SIZE, bool)
    expected[5:21, 10] = True
    np.testing.assert_array_equal(found, expected)


def test_landmarks_cover_nothing(tmp_path):
    shapes = [
        '<points label="nose" points="3.00,4.00" z_order="0"/>',
        '<tag label="night" source="manual"></tag>',
        *cat_and_dog(),
    ]
    names, kinds = (
        ("nose", "night", "dog", "cat"),
        ("points", "tag", "any", "any"),
    )
    dataset = single(tmp_path, shapes, listed(names, kinds))
    assert dataset.spec.class_names == ("background", "dog", "cat")
    np.testing.assert_array_equal(label_of(dataset), drawn())


def test_files_in_folders_of_their_splits(tmp_path):
    for split in ("train", "val"):
        single(tmp_path / split, cat_and_dog())
    dataset = CVATImagesDataset(tmp_path)
    assert dataset.splits == ("train", "val")
    (sample,) = dataset.samples("val")
    assert sample.image_path == tmp_path / "val/a.jpg"


def test_images_with_and_without_a_subset_are_no_guess(tmp_path):
    root = write_cvat_images(tmp_path)
    path = root / "annotations.xml"
    text = path.read_text().replace(' subset="Train"', "", 1)
    path.write_text(text)
    with pytest.raises(DataError, match=r"1 images are of no subset.*train"):
        CVATImagesDataset(root).samples("train")


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ('<cuboid label="cat"/>', "shape 1, a cuboid: a cuboid says no outl"),
        (polygon("bird", outline(*BOX)), "the label 'bird' is not listed"),
        (polygon("cat", [1, 1, 2, 2]), "less than three points"),
        (polygon("cat", outline(1, 1, 99, 9)), "outside of the 60 x 40"),
        ('<polygon label="cat" points="1,1;2;3,3"/>', "the point '2'"),
        ('<polygon label="cat" points="1,1;nan,2;3,3"/>', "is 'nan'"),
        (
            '<mask label="cat" rle="1, 4" left="1" top="1" width="2" '
            'height="2"/>',
            "runs of 5 pixels for 2 x 2",
        ),
        (
            '<mask label="cat" rle="0, 4" left="59" top="1" width="2" '
            'height="2"/>',
            "a mask that leaves the 60 x 40",
        ),
        ('<box label="cat" xtl="1" ytl="1" xbr="3"/>', "ybr is None"),
        (
            '<ellipse label="cat" cx="1" cy="1" rx="-3" ry="1"/>',
            "negative radius",
        ),
    ],
)
def test_a_broken_shape_is_named(tmp_path, shape, reason):
    root = write_cvat_images(tmp_path)
    images = [
        image(7, "train/a.jpg", [shape]),
        image(8, "train/b.jpg", cat_and_dog()),
    ]
    (root / "annotations.xml").write_text(document(images))
    with pytest.raises(DataError, match=reason) as caught:
        CVATImagesDataset(root, 0).samples("train")
    assert "annotations.xml: image id '7' (train/a.jpg): " in str(caught.value)
    skipped = CVATImagesDataset(root, 0, DrawingRules(on_error="skip"))
    assert len(skipped.samples("train")) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            '<!DOCTYPE a [<!ENTITY b "1"><!ENTITY c "&b;&b;&b;">]>'
            "<annotations>&c;</annotations>",
            "declares a document type",
        ),
        (
            '<!DOCTYPE a SYSTEM "file:///etc/passwd"><annotations/>',
            "declares a document type",
        ),
        ("<annotations><image></annotations>", "mismatched tag"),
        ("<annotations>" + "<a>" * 50, "nested too deeply"),
        ("<annotations><track id='0'/></annotations>", "CVAT for video 1.1"),
        ("<x><annotations/></x>", "begins with <x>"),
        ("<annotations/>", "list no label and no shape"),
        ('<?xml version="1.0" encoding="hex"?><annotations/>', "it is no XML"),
    ],
)
def test_a_hostile_file_is_refused(tmp_path, text, reason):
    (tmp_path / "annotations.xml").write_text(text)
    with pytest.raises(DataError, match=reason):
        _ = CVATImagesDataset(tmp_path).spec


HOSTILE = ("", "x", "-75.5", "nan", "inf", "1e400", "9" * 400, "1_0", "../a\t")


def test_no_hostile_value_passes(tmp_path):
    shapes = [
        ("polygon", {"points": "1,1;9,1;9,9"}),
        ("box", {"xtl": "1", "ytl": "1", "xbr": "9", "ybr": "9"}),
        (
            "mask",
            {
                "rle": "0, 4",
                "left": "1",
                "top": "1",
                "width": "2",
                "height": "2",
            },
        ),
        ("ellipse", {"cx": "9", "cy": "9", "rx": "5", "ry": "5"}),
        ("polyline", {"points": "1,1;9,1;9,9"}),
    ]
    count = 0
    for kind, found in shapes:
        whole = {**found, "label": "cat", "z_order": "0"}
        for key in whole:
            for value in HOSTILE:
                if key == "z_order" and value == "-75.5":
                    continue  # under all others
                words = (whole | {key: value}).items()
                text = " ".join(f'{k}="{v}"' for k, v in words)
                dataset = single(tmp_path, [f"<{kind} {text}/>"])
                count += 1
                assert dataset.read().broken, (kind, key, value)
    assert count > 200


def test_no_damaged_text_crashes(tmp_path):
    single(tmp_path, cat_and_dog())
    path = tmp_path / "annotations.xml"
    for damaged in damaged_texts(path.read_bytes(), 300):
        path.write_bytes(damaged)
        judge(CVATImagesDataset, tmp_path)
