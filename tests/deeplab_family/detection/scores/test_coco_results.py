"""COCO's results files: boxes, scores, masks as run lengths."""

import json

import numpy as np
import pytest

from deeplab_family.detection.scores import (
    Detections,
    coco_entries,
    write_coco_results,
)
from deeplab_family.detection.scores.coco_results import run_length_code
from input_pipeline.annotations.regions import Bitmap
from input_pipeline.annotations.run_lengths import decompress, fill_runs

SIZE = (12, 17)


@pytest.mark.parametrize(
    "place",
    [(0, 0, 12, 17), (0, 0, 3, 4), (9, 13, 3, 4), (2, 5, 0, 0), (3, 0, 5, 17)],
)
def test_run_lengths_give_the_mask_back(place):
    top, left, rows, columns = place
    mask = np.random.default_rng(0).random((rows, columns)) < 0.5
    code = run_length_code(Bitmap(mask, left, top), SIZE)
    assert code["size"] == [*SIZE]
    whole = np.zeros(SIZE, bool)
    whole[top : top + rows, left : left + columns] = mask
    counts = decompress(code["counts"])
    assert counts.sum() == whole.size
    np.testing.assert_array_equal(fill_runs(counts, *SIZE), whole)


def test_run_lengths_are_those_of_pycocotools():
    pycocotools = pytest.importorskip("pycocotools.mask")
    for seed in range(20):
        random = np.random.default_rng(seed)
        mask = random.random((7, 9)) < random.random()
        code = run_length_code(Bitmap(mask, 4, 2), SIZE)
        whole = np.zeros(SIZE, np.uint8, order="F")
        whole[2:9, 4:13] = mask
        expected = pycocotools.encode(whole)["counts"].decode()
        assert code["counts"] == expected


def test_entries_have_the_data_sets_own_ids():
    detections = Detections(
        np.array([[1, 2, 4, 8], [0, 0, 1, 1]], np.float32),
        np.array([0.75, 0.5], np.float32),
        np.array([1, 0], np.int32),
    )
    assert coco_entries(detections, 139, (7, 3), SIZE) == [
        {
            "image_id": 139,
            "category_id": 3,
            "bbox": [1, 2, 3, 6],
            "score": 0.75,
        },
        {"image_id": 139, "category_id": 7, "bbox": [0, 0, 1, 1], "score": 0.5},
    ]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_file_holds_all_entries(tmp_path, count):
    path = tmp_path / "results.json"
    entries = [{"image_id": i, "score": 0.5} for i in range(count)]
    write_coco_results(path, iter(entries))
    assert json.loads(path.read_text()) == entries


def test_an_interrupted_file_does_not_appear(tmp_path):
    def broken():
        yield {"image_id": 1}
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_coco_results(tmp_path / "results.json", broken())
    assert list(tmp_path.iterdir()) == []
