from types import SimpleNamespace

import pytest

from export import ExportError
from export.class_checks import agreed_names, check_classes


def test_one_name_and_one_color_for_each_class():
    check_classes(2, None, None)
    check_classes(2, ["a", "b"], [(0, 0, 0), (1, 1, 1)])
    with pytest.raises(ExportError, match="`class_names`.*3 classes.*: 2"):
        check_classes(3, ["a", "b"], None)
    with pytest.raises(ExportError, match="`palette`.*2 classes.*: 1"):
        check_classes(2, None, [(0, 0, 0)])


def test_names_of_the_model_and_those_given_must_agree():
    model = SimpleNamespace(class_names=("road", "sky"))
    unnamed = SimpleNamespace()
    assert agreed_names(model, None) == ("road", "sky")
    assert agreed_names(model, ["road", "sky"]) == ("road", "sky")
    assert agreed_names(model, ["class_0", "class_1"]) == ("road", "sky")
    assert agreed_names(unnamed, ["sky", "road"]) == ("sky", "road")
    assert agreed_names(unnamed, None) is None
    with pytest.raises(ValueError, match="class 0 is 'road', `class_names`'s"):
        agreed_names(model, ["sky", "road"])
