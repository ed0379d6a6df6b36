import json

import numpy as np
import pytest

from input_pipeline import DataError
from input_pipeline.datasets.label_map_file import read_label_map


def write(folder, content):
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / "label_map.json").write_text(text, encoding="utf-8")


def pair(stored, class_id, **more):
    return {"stored": stored, "class": class_id, **more}


def test_ids_become_a_label_map(tmp_path):
    write(tmp_path, {"pairs": [pair(7, 0, share=0.5), pair(0, 255)]})
    assert read_label_map(tmp_path) == {"label_map": ((7, 0), (0, 255))}


def test_colors_become_label_colors(tmp_path):
    write(tmp_path, {"pairs": [pair([1, 2, 3], 0), pair([0, 0, 0], 255)]})
    assert read_label_map(tmp_path) == {
        "label_colors": (((1, 2, 3), 0), ((0, 0, 0), 255))
    }


def test_without_a_file_there_is_no_map(tmp_path):
    assert read_label_map(tmp_path) == {}


def test_a_proposal_must_be_approved_first(tmp_path):
    content = {"proposal": True, "pairs": [pair(7, 0)]}
    write(tmp_path, content)
    with pytest.raises(DataError, match='Check each pair.*"proposal": true'):
        read_label_map(tmp_path)
    write(tmp_path, {**content, "proposal": False})
    assert read_label_map(tmp_path) == {"label_map": ((7, 0),)}


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"pairs": [{"stored": 7, "class": 0, "class": 1}]}',
        "[" * 10**5,
        {},
        {"pairs": []},
        {"pairs": [7]},
        {"pairs": [{"stored": 7}]},
        {"pairs": [pair(7, 256)]},
        {"pairs": [pair(7, -1)]},
        {"pairs": [pair(7, 1.0)]},
        {"pairs": [pair(300, 1)]},
        {"pairs": [pair("7", 1)]},
        {"pairs": [pair([1, 2], 1)]},
        {"pairs": [pair([1, 2, 256], 1)]},
        {"pairs": [pair(7, 0), pair([1, 2, 3], 1)]},
    ],
)
def test_anything_else_is_refused_with_an_example(tmp_path, content):
    write(tmp_path, content)
    expected = 'label_map.json is not a label map.*{"stored": 7, "class": 0}'
    with pytest.raises(DataError, match=expected) as told:
        read_label_map(tmp_path)
    assert "\n" not in str(told.value)


def test_mutated_files_never_crash(tmp_path):
    text = json.dumps({"pairs": [pair(7, 0), pair(8, 1), pair(0, 255)]})
    random = np.random.default_rng(0)
    path = tmp_path / "label_map.json"
    for _ in range(500):
        mutated = bytearray(text.encode())
        mutated[random.integers(len(mutated))] = random.integers(0, 256)
        path.write_bytes(bytes(mutated))
        try:
            mapping = read_label_map(tmp_path)
        except DataError:
            continue
        assert all(0 <= i <= 255 for _, i in mapping["label_map"])
