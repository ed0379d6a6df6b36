import json

import numpy as np
import pytest

from input_pipeline import DataError
from input_pipeline.datasets.mapillary import read_mapillary_config
from tests.input_pipeline.datasets.write_mapillary import LABELS


def write(tmp_path, labels):
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"labels": labels}))
    return path


def test_classes_that_are_not_judged_are_ignored(tmp_path):
    spec = read_mapillary_config(write(tmp_path, LABELS))
    assert spec.class_names == ("Bird", "Curb", "Road")
    assert spec.palette == ((0, 2, 3), (1, 2, 3), (3, 2, 3))
    assert spec.label_table[:5].tolist() == [0, 1, 255, 2, -1]


def test_technical_names_stand_in_where_readable_ones_repeat(tmp_path):
    labels = [{**label, "readable": "Same"} for label in LABELS]
    spec = read_mapillary_config(write(tmp_path, labels))
    assert spec.class_names == ("group--bird", "group--curb", "group--road")


@pytest.mark.parametrize(
    "change",
    [
        {"color": [1, 2]},
        {"color": [1, 2, 300]},
        {"color": None},
        {"readable": 7},
        {"readable": "", "name": ""},
    ],
)
def test_strange_entries_are_refused_in_one_line(tmp_path, change):
    path = write(tmp_path, [{**LABELS[0], **change}, *LABELS[1:]])
    with pytest.raises(DataError, match="config.json is not a config") as told:
        read_mapillary_config(path)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("part", ["evaluate", "color", "readable"])
def test_missing_parts_are_named(tmp_path, part):
    label = {key: LABELS[0][key] for key in LABELS[0] if key != part}
    with pytest.raises(DataError, match=part):
        read_mapillary_config(write(tmp_path, [label]))


def test_mutated_files_never_crash(tmp_path):
    content = json.dumps({"labels": LABELS}).encode()
    path = tmp_path / "config.json"
    random = np.random.default_rng(0)
    for _ in range(400):
        mutated = bytearray(content)
        for place in random.integers(0, len(content), 3):
            mutated[place] = random.integers(0, 256)
        path.write_bytes(bytes(mutated[: random.integers(1, len(content))]))
        try:
            spec = read_mapillary_config(path)
        except DataError:
            continue
        assert spec.num_classes >= 1


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match="config.json is not"):
        read_mapillary_config(tmp_path / "config.json")
