import pytest

from deeplab_family.class_names import (
    ClassNamesError,
    known_names,
    require_same_names,
)

NAMES = ("road", "sky", "car")
NUMBERED = ("class_0", "class_1", "class_2")


def test_names_that_merely_count_are_unknown():
    assert known_names(NUMBERED) is known_names(None) is known_names(()) is None
    assert known_names(NUMBERED[::-1]) == NUMBERED[::-1]
    assert known_names(list(NAMES)) == NAMES


def test_equal_names_pass_without_a_word(caplog):
    require_same_names(NAMES, list(NAMES))
    require_same_names(None, NUMBERED)
    assert not caplog.records


@pytest.mark.parametrize("unknown", [None, NUMBERED])
def test_names_on_one_side_alone_are_told(unknown, caplog):
    require_same_names(unknown, NAMES)
    assert "the model does not name its classes" in caplog.text
    caplog.clear()
    require_same_names(NAMES, unknown)
    assert "the data does not name its classes" in caplog.text


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        (
            ("car", "sky", "road"),
            "the model's class 0 is 'road', the data's is 'car'.*"
            "another order.*label_map.json",
        ),
        (("road", "sky", "bus"), "class 2 is 'car'.*'bus'.*other classes"),
        (("road", "Sky", "car"), "class 1 is 'sky'.*'Sky'.*only in letter"),
        (("road", "sky"), "knows 3 classes.*but the data has 2 .road, sky."),
        (NUMBERED[:2], "knows 3 classes.*has 2"),
    ],
)
def test_names_that_differ_are_refused_with_the_first(theirs, told):
    with pytest.raises(ClassNamesError, match=told):
        require_same_names(NAMES, theirs)


def test_both_sides_are_called_what_they_are():
    with pytest.raises(ValueError, match="a.keras's class 0.*, b's is"):
        require_same_names(NAMES, NAMES[::-1], us="a.keras", them="b")
