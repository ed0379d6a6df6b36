import csv
import json

import numpy as np
import pytest
from PIL import Image

from deeplab_family.photographs import MediaFile
from deeplab_family.predicting import ResultFiles, result_paths
from input_pipeline import DatasetSpec
from input_pipeline.annotations.pixel_rings import rasterize
from tests.deeplab_family.predicting.segmentations import (
    NAMES,
    PALETTE,
    segmentation,
)

ALL = ("mask", "overlay", "confidence", "probabilities", "polygons", "coco")
SPEC = DatasetSpec(NAMES, PALETTE)


def media(tmp_path, *names):
    return [MediaFile(tmp_path / f"{name}.jpg", name) for name in names]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The results of two photographs, one of them in a folder."""
    output = tmp_path_factory.mktemp("results")
    results = {"a": segmentation(0), "sea/b": segmentation(1, (9, 8))}
    with ResultFiles(output, ALL).opened(SPEC) as write:
        for file in media(output, *results):
            write(file, results[file.name])
    return output, results


def test_all_files_are_known_before(written):
    output, results = written
    expected = sorted(result_paths(output, list(results), ALL))
    found = sorted(path for path in output.rglob("*") if path.is_file())
    assert found == expected and len(found) == 2 * 5 + 2
    assert result_paths(output, [], ALL) == []


def test_pictures_hold_ids_and_confidence(written):
    output, results = written
    for name, result in results.items():
        with Image.open(output / f"{name}.png") as mask:
            np.testing.assert_array_equal(np.asarray(mask), result.mask)
            assert mask.mode == "P"
            colors = np.asarray(mask.convert("RGB"))
        np.testing.assert_array_equal(colors, np.array(PALETTE)[result.mask])
        with Image.open(output / f"{name}_confidence.png") as gray:
            assert gray.mode == "L"
            error = np.asarray(gray) / 255 - result.probabilities.max(axis=-1)
        assert np.abs(error).max() <= 0.5 / 255 + 1e-6


def test_probabilities_are_halves_that_numpy_reads(written):
    output, results = written
    found = np.load(output / "sea/b_probabilities.npy")
    assert found.dtype == np.float16
    np.testing.assert_allclose(
        found, results["sea/b"].probabilities, atol=2**-11
    )


def test_the_table_has_a_row_for_each_class_of_each_photograph(written):
    output, results = written
    with (output / "confidence.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {(row["image"], row["class"]): row for row in rows}
    expected = {
        (name, class_name): mean
        for name, result in results.items()
        for class_name, mean in result.confidence_by_class().items()
    }
    assert found.keys() == expected.keys() and len(found) == 5
    for (name, class_name), row in found.items():
        class_id = NAMES.index(class_name)
        assert int(row["class_id"]) == class_id
        assert int(row["pixels"]) == (results[name].mask == class_id).sum()
        mean = float(row["mean_confidence"])
        assert mean == pytest.approx(expected[name, class_name], abs=1e-4)


def test_geojson_filled_is_the_mask(written):
    output, results = written
    for name, result in results.items():
        content = json.loads((output / f"{name}.geojson").read_text("utf-8"))
        assert content["type"] == "FeatureCollection"
        filled = np.full(result.mask.shape, 255, np.uint8)
        for feature in content["features"]:
            geometry, facts = feature["geometry"], feature["properties"]
            assert geometry["type"] == "Polygon"
            rings = [np.array(ring) for ring in geometry["coordinates"]]
            assert all((ring[0] == ring[-1]).all() for ring in rings)
            region = rasterize([r[:-1] for r in rings], result.mask.shape)
            assert region.sum() == facts["area"]
            assert facts["class"] == NAMES[facts["class_id"]]
            assert (filled[region] == 255).all()
            filled[region] = facts["class_id"]
        np.testing.assert_array_equal(filled, result.mask)


def test_pycocotools_reads_the_masks_back(written):
    coco_tools = pytest.importorskip("pycocotools.coco")
    output, results = written
    coco = coco_tools.COCO(str(output / "coco.json"))
    names = {c["id"]: c["name"] for c in coco.loadCats(coco.getCatIds())}
    assert names == {i + 1: name for i, name in enumerate(NAMES)}
    images = {image["file_name"]: image for image in coco.imgs.values()}
    assert images.keys() == {"a.jpg", "sea/b.jpg"}
    kinds = set()
    for name, result in results.items():
        image = images[f"{name}.jpg"]
        assert (image["height"], image["width"]) == result.mask.shape
        filled = np.full(result.mask.shape, 255, np.uint8)
        for one in coco.loadAnns(coco.getAnnIds([image["id"]])):
            region = coco.annToMask(one).astype(bool)
            assert region.sum() == one["area"]
            rows, columns = np.nonzero(region)
            left, top, width, height = one["bbox"]
            assert (left, top) == (columns.min(), rows.min())
            assert width == np.ptp(columns) + 1 and height == np.ptp(rows) + 1
            filled[region] = one["category_id"] - 1
            kinds.add(type(one["segmentation"]["counts"]))
        np.testing.assert_array_equal(filled, result.mask)


def test_a_region_with_a_hole_survives_coco(tmp_path):
    coco_tools = pytest.importorskip("pycocotools.coco")
    mask = np.zeros((9, 11), np.uint8)
    mask[2:7, 3:8] = 1
    mask[4, 5] = 2
    result = segmentation(0, mask.shape)
    result = type(result)(result.image, mask, NAMES, PALETTE)
    with ResultFiles(tmp_path, ("coco",)).opened(SPEC) as write:
        write(*media(tmp_path, "a"), result)
    coco = coco_tools.COCO(str(tmp_path / "coco.json"))
    regions = {
        one["category_id"] - 1: coco.annToMask(one)
        for one in coco.anns.values()
    }
    for class_id in range(3):
        np.testing.assert_array_equal(regions[class_id], mask == class_id)


def test_tables_appear_at_the_end_or_not_at_all(tmp_path):
    with pytest.raises(RuntimeError):
        with ResultFiles(tmp_path, ALL).opened(SPEC) as write:
            write(*media(tmp_path, "a"), segmentation())
            raise RuntimeError
    names = {path.name for path in tmp_path.iterdir()}
    assert "a.png" in names
    assert not names & {"coco.json", "confidence.csv"}


def test_a_name_that_is_no_utf8_is_kept_in_the_tables(tmp_path):
    name = b"caf\xe9".decode("utf-8", "surrogateescape")
    with ResultFiles(tmp_path, ("confidence", "coco")).opened(SPEC) as write:
        write(*media(tmp_path, name), segmentation())
    assert b"caf\xe9,0,road" in (tmp_path / "confidence.csv").read_bytes()
    content = json.loads((tmp_path / "coco.json").read_text("utf-8"))
    assert content["images"][0]["file_name"] == f"{name}.jpg"
