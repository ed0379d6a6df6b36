import pytest

from deeplab_family.training.same_classes import require_same_classes
from input_pipeline import DatasetSpec
from tests.small_networks import NETWORKS

NAMES = ("road", "sky", "car")


def spec(names):
    return DatasetSpec(names, ((0, 0, 0),) * len(names))


def test_a_file_that_is_not_there_asks_nothing(tmp_path):
    require_same_classes(tmp_path / "last.keras", spec(NAMES))


def test_the_names_within_the_file_count_and_then_those_beside(tmp_path):
    path = tmp_path / "last.keras"
    model = NETWORKS["deeplabv3"].build()
    model.save(path)
    require_same_classes(path, spec(NAMES[::-1]))
    beside = tmp_path / "classes.json"
    beside.write_text('{"class_names": ["road", "sky", "car"]}')
    with pytest.raises(ValueError, match="last.keras's class 0 is 'road'"):
        require_same_classes(path, spec(NAMES[::-1]))
    model.class_names = NAMES[::-1]
    model.save(path)
    require_same_classes(path, spec(NAMES[::-1]))
