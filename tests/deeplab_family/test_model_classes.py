import json

import pytest

from deeplab_family.model_classes import read_classes


def write(folder, names, palette=None):
    content = {"class_names": names, "palette": palette}
    (folder / "classes.json").write_text(json.dumps(content))


def test_file_beside_the_model_names_the_classes(tmp_path):
    write(tmp_path, ["road", "sky"], [[1, 2, 3], [4, 5, 6]])
    spec = read_classes(tmp_path / "best.keras", 2)
    assert spec.class_names == ("road", "sky")
    assert spec.palette == ((1, 2, 3), (4, 5, 6))


def test_folder_above_a_saved_model_is_looked_at_too(tmp_path):
    write(tmp_path, ["road", "sky"])
    spec = read_classes(tmp_path / "saved_model" / "1", 2)
    assert spec.class_names == ("road", "sky")


def test_without_a_file_classes_are_numbered(tmp_path):
    spec = read_classes(tmp_path / "best.keras", 3)
    assert spec.class_names == ("class_0", "class_1", "class_2")


def test_refuses_names_of_another_model(tmp_path):
    write(tmp_path, ["road", "sky"])
    with pytest.raises(
        ValueError, match="names 2 classes, but the model has 3"
    ):
        read_classes(tmp_path / "best.keras", 3)


def test_refuses_a_damaged_file_by_name(tmp_path):
    (tmp_path / "classes.json").write_text('{"class_names": [1, 2]}')
    with pytest.raises(ValueError, match="classes.json does not name classes"):
        read_classes(tmp_path / "best.keras", 2)


def test_names_within_the_model_count_more_than_those_beside(tmp_path):
    names = ("road", "sky")
    model = tmp_path / "best.keras"
    assert read_classes(model, 2, names).class_names == names
    write(tmp_path, ["road", "sky"], [[1, 2, 3], [4, 5, 6]])
    assert read_classes(model, 2, names).palette == ((1, 2, 3), (4, 5, 6))
    write(tmp_path, ["sky", "road"], [[4, 5, 6], [1, 2, 3]])
    with pytest.raises(ValueError, match="class 0 is 'road', .*classes.json's"):
        read_classes(model, 2, names)


def test_a_class_map_alone_needs_names_from_somewhere(tmp_path):
    with pytest.raises(ValueError, match="class map alone"):
        read_classes(tmp_path / "m.tflite", None)
    assert read_classes(tmp_path / "m.tflite", None, ["a"]).num_classes == 1
