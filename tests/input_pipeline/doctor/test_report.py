import numpy as np
import pytest
from PIL import Image

from input_pipeline.doctor import examine
from tests.input_pipeline.doctor.healthy_folder import (
    each_label,
    write_healthy,
)
from tests.input_pipeline.draw_files import random_ids

TOP = """format dataset root severities findings splits classes_stated classes
suggested_crop pictures label_map""".split()


@pytest.fixture
def root(tmp_path):
    return write_healthy(tmp_path / "photos")


def test_fields_are_those_of_the_page(root):
    content = examine(root).as_json()
    assert list(content) == TOP and content["format"] == 1
    assert content["severities"] == {"error": 0, "warning": 0, "note": 0}
    assert content["suggested_crop"] == [49, 49]
    assert content["classes_stated"] is True


def test_shares_are_those_of_the_pixels(root):
    ids = np.stack([random_ids(seed) for seed in (0, 1, 2)])
    content = examine(root).as_json()
    for entry in content["classes"]:
        expected = np.mean(ids == entry["id"])
        assert entry["share"]["train"] == pytest.approx(expected, abs=1e-6)
        assert entry["images"] == {"train": 3, "val": 2}
    ignored = content["splits"]["train"]["ignored_share"]
    assert ignored == pytest.approx(np.mean(ids == 255), abs=1e-6)


def test_classes_are_counted_where_nothing_states_them(root):
    (root / "classes.txt").unlink()
    report = examine(root)
    assert report.spec.class_names == ("class_0", "class_1", "class_2")
    assert report.as_json()["classes_stated"] is False


def test_weights_come_from_the_training_split(root):
    each = {"train": {0: 3, 1: 1}, "val": {0: 1, 1: 3}}
    for split, rows in each.items():
        label = np.repeat([0, 1], [9 * rows[0], 9 * rows[1]])
        ids = np.repeat(label[:, None], 48, 1).astype(np.uint8)
        for path in (root / "labels" / split).iterdir():
            Image.fromarray(ids).save(path)
    (root / "classes.txt").write_text("a\nb\n")
    weights = examine(root).weights()["median_frequency"]
    assert weights == [pytest.approx(2 / 3, abs=1e-4), 2.0]


def test_folder_without_anything_has_a_report(tmp_path):
    content = examine(tmp_path).as_json()
    assert content["splits"] == {} and content["suggested_crop"] is None
    assert content["severities"]["error"] == 1


def test_map_and_files_are_in_the_json(root):
    each_label(root, lambda ids: ids + np.uint8(1))
    content = examine(root).as_json()
    assert content["label_map"]["proposal"] is True
    [finding] = content["findings"]
    assert len(finding["files"]) == 5 and finding["severity"] == "error"
    assert finding["files"][0]["file"] == "labels/train/000.png"
