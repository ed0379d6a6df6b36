import json
import zipfile

import pytest

from deeplab_family.inference import ModelFileError
from deeplab_family.inference.classes_file import (
    find_classes_file,
    names_beside,
    read_classes_file,
    write_classes_file,
)
from deeplab_family.inference.stored_class_names import (
    as_many_as,
    names_in_keras,
    names_in_onnx,
    names_in_saved_model,
    names_in_tflite,
)
from tests.small_networks import NETWORKS

NAMES = ("road", "sky", "Fußgänger")


def write(folder, **content):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "classes.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_names_and_colors_come_back(tmp_path):
    path = write(tmp_path, class_names=["a", "b"], palette=[[1, 2, 3]] * 2)
    assert read_classes_file(path) == (("a", "b"), ((1, 2, 3), (1, 2, 3)))
    path = write(tmp_path, class_names=["a", "b"], palette=None)
    assert read_classes_file(path) == (("a", "b"), None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "Expecting property name"),
        ("[]", "no `class_names`"),
        ('"class_names"', "no `class_names`"),
        ("{}", "no `class_names`"),
        ('{"class_names": "road"}', "a list of 1 to 256 words"),
        ('{"class_names": []}', "a list of 1 to 256 words"),
        ('{"class_names": {"0": "road"}}', "a list of 1 to 256 words"),
        ('{"class_names": ["road", 7]}', "a list of 1 to 256 words"),
        ('{"class_names": ["road", " "]}', "a list of 1 to 256 words"),
        ('{"class_names": ["road", null]}', "a list of 1 to 256 words"),
        ('{"class_names": ["a", "b", "a"]}', "holds 'a' twice"),
        ('{"class_names": ["a"], "class_names": ["b"]}', "'class_names' twice"),
        ('{"class_names": ["a"], "palette": 3}', "a list of 1 colors"),
        ('{"class_names": ["a"], "palette": []}', "a list of 1 colors"),
        ('{"class_names": ["a"], "palette": [[1, 2]]}', "holds [1, 2], not"),
        ('{"class_names": ["a"], "palette": [[1, 2, 256]]}', "not three"),
        ('{"class_names": ["a"], "palette": [[1, 2, 3.0]]}', "not three"),
        ('{"class_names": ["a"], "palette": ["red"]}', "holds 'red', not"),
        ("[" * 10**5, "nested too deeply"),
    ],
)
def test_a_file_of_something_else_is_refused_by_name(tmp_path, content, words):
    path = tmp_path / "classes.json"
    path.write_text(content)
    with pytest.raises(ModelFileError) as error:
        read_classes_file(path)
    assert str(error.value).startswith(f"{path} does not name classes: ")
    assert words in str(error.value) and "\n" not in str(error.value)


def test_the_file_is_looked_for_in_beside_and_above(tmp_path):
    path = write(tmp_path, class_names=["a", "b"])
    for model in ("m.keras", "saved_model/1", "."):
        assert find_classes_file(tmp_path / model) == path
        assert names_beside(tmp_path / model, 2) == ("a", "b")
    assert find_classes_file(tmp_path / "1/2/3/m.keras") is None
    with pytest.raises(ModelFileError, match="names 2 classes.*model has 3"):
        names_beside(tmp_path / "m.keras", 3)


def test_a_keras_file_names_its_classes_without_being_built(tmp_path):
    model = NETWORKS["deeplabv3"].build()
    model.save(tmp_path / "unnamed.keras")
    assert names_in_keras(tmp_path / "unnamed.keras") is None
    model.class_names = NAMES
    model.save(tmp_path / "named.keras")
    assert names_in_keras(tmp_path / "named.keras") == NAMES


def test_a_file_of_something_else_names_nothing(tmp_path):
    path = tmp_path / "m"
    path.write_bytes(b"x")
    assert names_in_keras(path) is names_in_tflite(path) is None
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", "[]")
        archive.writestr("labels.txt", b"\xff")
    assert names_in_keras(path) is names_in_tflite(path) is None
    assert names_in_onnx({}) is names_in_onnx({"class_names": "["}) is None


def test_each_kind_of_file_has_its_place(tmp_path):
    write(tmp_path / "assets", class_names=NAMES)
    assert names_in_saved_model(tmp_path) == NAMES
    assert names_in_saved_model(tmp_path / "assets") is None
    with zipfile.ZipFile(tmp_path / "m.tflite", "w") as archive:
        archive.writestr("labels.txt", "".join(f"{n}\n" for n in NAMES))
    assert names_in_tflite(tmp_path / "m.tflite") == NAMES
    assert names_in_onnx({"class_names": json.dumps(NAMES)}) == NAMES


def test_names_of_another_number_of_classes_are_none():
    assert as_many_as(NAMES, 3) == as_many_as(NAMES, None) == NAMES
    assert as_many_as(NAMES, 4) is as_many_as(None, 3) is None


def test_names_and_colors_are_written(tmp_path):
    write_classes_file(tmp_path, ("road", "sky"), ((0, 1, 2), (3, 4, 5)))
    content = json.loads((tmp_path / "classes.json").read_text())
    assert content == {
        "class_names": ["road", "sky"],
        "palette": [[0, 1, 2], [3, 4, 5]],
    }


def test_names_alone_are_enough(tmp_path):
    write_classes_file(tmp_path, ["road", "sky"])
    content = json.loads((tmp_path / "classes.json").read_text())
    assert content == {"class_names": ["road", "sky"]}


def test_a_file_that_says_so_already_is_left_alone(tmp_path):
    write_classes_file(tmp_path, ("road", "sky"))
    written = (tmp_path / "classes.json").stat().st_mtime_ns
    write_classes_file(tmp_path, ["road", "sky"])
    assert (tmp_path / "classes.json").stat().st_mtime_ns == written
    write_classes_file(tmp_path, ["road", "car"])
    assert read_classes_file(tmp_path / "classes.json")[0] == ("road", "car")
