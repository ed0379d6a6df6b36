import json

import pytest

from export import ExportError
from export.classes_file import (
    check_classes,
    read_classes_file,
    write_classes,
)


def test_names_and_colors_are_written(tmp_path):
    write_classes(tmp_path, ("road", "sky"), ((0, 1, 2), (3, 4, 5)))
    content = json.loads((tmp_path / "classes.json").read_text())
    assert content == {
        "class_names": ["road", "sky"],
        "palette": [[0, 1, 2], [3, 4, 5]],
    }


def test_names_alone_are_enough(tmp_path):
    write_classes(tmp_path, ["road", "sky"])
    content = json.loads((tmp_path / "classes.json").read_text())
    assert content == {"class_names": ["road", "sky"]}


def test_one_name_and_one_color_for_each_class():
    check_classes(2, None, None)
    check_classes(2, ["a", "b"], [(0, 0, 0), (1, 1, 1)])
    with pytest.raises(ExportError, match="`class_names`.*3 classes.*: 2"):
        check_classes(3, ["a", "b"], None)
    with pytest.raises(ExportError, match="`palette`.*2 classes.*: 1"):
        check_classes(2, None, [(0, 0, 0)])


def test_what_was_written_is_read(tmp_path):
    names, palette = ("stra\u00dfe", "[void]"), ((0, 1, 2), (3, 4, 255))
    write_classes(tmp_path, names, palette)
    assert read_classes_file(tmp_path / "classes.json") == (names, palette)
    write_classes(tmp_path, names)
    assert read_classes_file(tmp_path / "classes.json") == (names, None)


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
    with pytest.raises(ExportError) as error:
        read_classes_file(path)
    assert str(error.value).startswith(f"{path} does not name classes: ")
    assert words in str(error.value) and "\n" not in str(error.value)
