"""Files for labelling tools, read by the rules that the tools state."""

import base64
import io
import json
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
from PIL import Image, ImageDraw

from deeplab_family.photographs import MediaFile
from deeplab_family.predicting import ResultFiles, Segmentation
from input_pipeline import DatasetSpec
from input_pipeline.annotations.label_studio_runs import decode_brush

SPEC = DatasetSpec(
    ("background", "cat", 'dog & "<co>"'),
    ((0, 0, 0), (250, 50, 83), (64, 128, 255)),
)
TOOLS = ("coco", "labelme", "cvat", "labelstudio")
SIZE = (24, 31)


def class_map(seed):
    """Regions of all sorts: with holes, of one pixel, of strange outlines."""
    rng = np.random.default_rng(seed)
    ids = np.zeros(SIZE, np.uint8)
    ids[2:20, 3:25] = 1
    ids[5:12, 6:15] = 2
    ids[7:10, 9:12] = 0
    y, x = np.indices(SIZE)
    ids[(y - 16) ** 2 + (x - 20) ** 2 < 30] = 2
    ids[rng.random(SIZE) < 0.04] = 1
    ids[-2:, -6:] = 2
    return ids


def segmentation(ids):
    image = np.zeros((*SIZE, 3), np.uint8)
    return Segmentation(image, ids, SPEC.class_names, SPEC.palette)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Results of two photographs, one in a folder."""
    folder = tmp_path_factory.mktemp("tools")
    photos, output = folder / "my photos", folder / "out"
    maps = {"a": class_map(0), "sea/b c": class_map(1)}
    files = ResultFiles(output, TOOLS, url_prefix="/data/local-files/?d=x/")
    with files.opened(SPEC) as write:
        for name, ids in maps.items():
            path = photos / f"{name}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
            write(MediaFile(path, name), segmentation(ids))
    return photos, output, maps


def drawn(ids, place, mask, name):
    """Draws a region over others, where it must be the first."""
    part = ids[place][mask]
    assert (part == 0).all() and part.size
    ids[place][mask] = SPEC.class_names.index(name)


def box(left, top, mask):
    height, width = mask.shape
    return slice(top, top + height), slice(left, left + width)


def test_coco_is_read_by_pycocotools(written):
    coco_tools = pytest.importorskip("pycocotools.coco")
    _, output, maps = written
    coco = coco_tools.COCO(str(output / "coco.json"))
    assert len(coco.imgs) == 2
    for image in coco.imgs.values():
        found = np.zeros(SIZE, np.uint8)
        for one in coco.loadAnns(coco.getAnnIds([image["id"]])):
            assert isinstance(one["segmentation"]["counts"], bytes | str)
            (category,) = coco.loadCats([one["category_id"]])
            mask = coco.annToMask(one).astype(bool)
            drawn(found, ..., mask, category["name"])
        name = image["file_name"].removesuffix(".jpg")
        np.testing.assert_array_equal(found, maps[name])


def test_labelme_draws_the_same_pixels(written):
    """As `shapes_to_label` of labelme 6.3 draws them."""
    photos, output, maps = written
    kinds = set()
    for name, ids in maps.items():
        path = output / f"{name}.json"
        content = json.loads(path.read_text("utf-8"))
        image = path.parent / content["imagePath"]
        assert image.samefile(photos / f"{name}.jpg")
        assert content["imageData"] is None
        assert (content["imageHeight"], content["imageWidth"]) == SIZE
        found = np.zeros(SIZE, np.uint8)
        for shape in content["shapes"]:
            kinds.add(shape["shape_type"])
            if shape["shape_type"] == "mask":
                (left, top), (right, bottom) = shape["points"]
                png = io.BytesIO(base64.b64decode(shape["mask"]))
                mask = np.asarray(Image.open(png)).astype(bool)
                assert mask.shape == (bottom - top + 1, right - left + 1)
                place = box(left, top, mask)
            else:
                picture = Image.new("L", SIZE[::-1])
                points = [tuple(point) for point in shape["points"]]
                ImageDraw.Draw(picture).polygon(points, outline=1, fill=1)
                place, mask = ..., np.array(picture, bool)
            drawn(found, place, mask, shape["label"])
        np.testing.assert_array_equal(found, ids)
    assert kinds == {"mask", "polygon"}
    labels = (output / "labels.txt").read_text("utf-8").splitlines()
    assert labels == ["__ignore__", "_background_", *SPEC.class_names[1:]]


def test_cvat_runs_go_along_the_rows_of_a_box(written):
    _, output, maps = written
    tree = ElementTree.parse(output / "cvat.xml").getroot()
    assert tree.findtext("version") == "1.1"
    labels = tree.findall("meta/task/labels/label")
    assert [one.findtext("name") for one in labels] == [*SPEC.class_names[1:]]
    assert labels[0].findtext("color") == "#fa3253"
    images = tree.findall("image")
    assert [one.get("name") for one in images] == ["a.jpg", "sea/b c.jpg"]
    assert [one.get("id") for one in images] == ["0", "1"]
    for image, ids in zip(images, maps.values(), strict=True):
        assert (image.get("height"), image.get("width")) == ("24", "31")
        found = np.zeros(SIZE, np.uint8)
        for one in image.findall("mask"):
            left, top, width, height = (
                int(one.get(key)) for key in ("left", "top", "width", "height")
            )
            runs = [int(count) for count in one.get("rle").split(",")]
            flat = np.repeat(np.arange(len(runs)) % 2 == 1, runs)
            mask = flat.reshape(height, width)
            drawn(found, box(left, top, mask), mask, one.get("label"))
            assert {"occluded", "z_order"} <= one.attrib.keys()
        np.testing.assert_array_equal(found, ids)


def test_label_studio_gets_brushes_and_the_interface_they_belong_to(written):
    _, output, maps = written
    tasks = json.loads((output / "label_studio.json").read_text("utf-8"))
    assert [task["data"]["image"] for task in tasks] == [
        "/data/local-files/?d=x/a.jpg",
        "/data/local-files/?d=x/sea/b%20c.jpg",
    ]
    view = ElementTree.parse(output / "label_studio.xml").getroot()
    brush = view.find("BrushLabels")
    names = [label.get("value") for label in brush]
    assert names == [*SPEC.class_names[1:]]
    for task, ids in zip(tasks, maps.values(), strict=True):
        (prediction,) = task["predictions"]
        found = np.zeros(SIZE, np.uint8)
        for one in prediction["result"]:
            assert one["from_name"] == brush.get("name")
            assert one["to_name"] == view.find("Image").get("name")
            assert view.find("Image").get("value") == "$image"
            assert one["type"] == "brushlabels"
            size = one["original_height"], one["original_width"]
            (name,) = one["value"]["brushlabels"]
            mask = decode_brush(one["value"]["rle"], *size)
            drawn(found, ..., mask, name)
        np.testing.assert_array_equal(found, ids)
        assert len({one["id"] for one in prediction["result"]}) > 3


def test_small_regions_are_left_out_when_asked(tmp_path):
    ids = np.zeros(SIZE, np.uint8)
    ids[2:5, 2:5] = 1
    ids[10, 10] = ids[20, 20:22] = 2
    kinds = (*TOOLS, "polygons")
    files = ResultFiles(tmp_path, kinds, smallest_region=3)
    with files.opened(SPEC) as write:
        write(MediaFile(tmp_path / "a.jpg", "a"), segmentation(ids))
    coco = json.loads((tmp_path / "coco.json").read_text())
    assert [one["area"] for one in coco["annotations"]] == [9]
    assert len(json.loads((tmp_path / "a.json").read_text())["shapes"]) == 1
    assert (tmp_path / "cvat.xml").read_text().count("<mask ") == 1
    (task,) = json.loads((tmp_path / "label_studio.json").read_text())
    assert len(task["predictions"][0]["result"]) == 1
    lines = json.loads((tmp_path / "a.geojson").read_text())["features"]
    assert [one["properties"]["area"] for one in lines] == [24 * 31 - 12, 9]


def test_without_a_background_all_is_drawn(tmp_path):
    spec = DatasetSpec(("road", "sky"), ((1, 2, 3), (4, 5, 6)))
    ids = np.zeros(SIZE, np.uint8)
    ids[3:] = 1
    image = np.zeros((*SIZE, 3), np.uint8)
    result = Segmentation(image, ids, spec.class_names, spec.palette)
    with ResultFiles(tmp_path, ("coco", "labelme")).opened(spec) as write:
        write(MediaFile(tmp_path / "a.jpg", "a"), result)
    coco = json.loads((tmp_path / "coco.json").read_text())
    assert sum(one["area"] for one in coco["annotations"]) == ids.size
    labels = (tmp_path / "labels.txt").read_text().split()
    assert labels == ["__ignore__", "road", "sky"]


def test_names_that_xml_cannot_hold_are_written_out(tmp_path):
    name = b"caf\xe9\x07".decode("utf-8", "surrogateescape")
    with ResultFiles(tmp_path, ("cvat", "labelstudio")).opened(SPEC) as write:
        write(
            MediaFile(tmp_path / f"{name}.jpg", name),
            segmentation(class_map(0)),
        )
    (image,) = ElementTree.parse(tmp_path / "cvat.xml").findall("image")
    assert image.get("name") == "caf\\udce9\\x07.jpg"
    (task,) = json.loads((tmp_path / "label_studio.json").read_text())
    assert task["data"]["image"] == f"{name}.jpg"
