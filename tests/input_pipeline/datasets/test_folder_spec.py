import json

import pytest

from input_pipeline import DataError
from input_pipeline.datasets.folder import (
    numbered_names,
    read_folder_spec,
)
from input_pipeline.doctor.folder_listing import list_folder


def write_map(folder, *pairs):
    content = {"pairs": [{"stored": s, "class": c} for s, c in pairs]}
    (folder / "label_map.json").write_text(json.dumps(content))


def test_nothing_is_said_without_files(tmp_path):
    assert read_folder_spec(tmp_path) is None


def test_names_alone_leave_the_ids_as_they_are(tmp_path):
    (tmp_path / "classes.txt").write_text("road\nsky\n")
    spec = read_folder_spec(tmp_path)
    assert spec.class_names == ("road", "sky") and not spec.is_mapped


def test_a_map_alone_numbers_the_classes(tmp_path):
    write_map(tmp_path, (0, 255), (1, 0), (2, 1), (255, 255))
    spec = read_folder_spec(tmp_path)
    assert spec.class_names == numbered_names(2) == ("class_0", "class_1")
    assert spec.label_table[:3].tolist() == [255, 0, 1]


def test_a_map_to_a_class_without_a_name_is_refused(tmp_path):
    (tmp_path / "classes.txt").write_text("road\nsky\ncar\n")
    write_map(tmp_path, (0, 0), (1, 3))
    with pytest.raises(DataError, match=r"label_map.json: .*0 to 2 .*\[3\]"):
        read_folder_spec(tmp_path)


def test_the_doctor_reads_the_same_files(tmp_path):
    write_map(tmp_path, ([1, 2, 3], 0))
    assert list_folder(tmp_path).spec == read_folder_spec(tmp_path)
    (tmp_path / "label_map.json").write_text("{")
    tree = list_folder(tmp_path)
    assert tree.spec is None
    assert tree.findings[0].code == "classes_file"
    assert "label_map.json" in tree.findings[0].places[0].file


def test_a_color_that_is_mapped_twice_is_refused(tmp_path):
    write_map(tmp_path, ([1, 2, 3], 0), ([1, 2, 3], 1))
    with pytest.raises(DataError, match="each stored value once"):
        read_folder_spec(tmp_path)
