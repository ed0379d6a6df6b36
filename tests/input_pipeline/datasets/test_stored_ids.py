import numpy as np
import pytest

from input_pipeline.datasets import DatasetSpec, to_stored_ids

COLORS = ((0, 0, 0), (9, 9, 9))


def test_inverts_the_map_of_every_class():
    spec = DatasetSpec(
        ("a", "b"), COLORS, label_map=((0, 255), (3, 255), (7, 1), (26, 0))
    )
    class_map = np.array([[0, 1], [255, 0]])
    stored = to_stored_ids(class_map, spec)
    assert stored.dtype == np.uint8
    assert stored.tolist() == [[26, 7], [0, 26]]
    np.testing.assert_array_equal(spec.label_table[stored], class_map)


def test_without_a_map_nothing_changes():
    ids = np.array([0, 1, 255])
    assert to_stored_ids(ids, DatasetSpec(("a", "b"), COLORS)).tolist() == [
        0,
        1,
        255,
    ]


@pytest.mark.parametrize("strange", [2, -1, 300])
def test_ids_without_a_way_back_are_refused(strange):
    spec = DatasetSpec(("a", "b"), COLORS, label_map=((7, 0), (8, 1)))
    with pytest.raises(ValueError, match=rf"\[{strange}\] have no stored id"):
        to_stored_ids(np.array([0, strange]), spec)


def test_colors_have_no_stored_ids():
    spec = DatasetSpec(("a",), COLORS[:1], label_colors=(((1, 2, 3), 0),))
    with pytest.raises(ValueError, match="colors"):
        to_stored_ids(np.zeros(1, int), spec)
