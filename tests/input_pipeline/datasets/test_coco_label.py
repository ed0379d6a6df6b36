import sys

import numpy as np
import pytest

from input_pipeline import DataError
from input_pipeline.datasets.coco import draw_coco_label
from input_pipeline.datasets.coco_annotations import CocoPicture, read_object
from tests.input_pipeline.datasets.write_coco import SIZE, crowd, thing


def picture(*things):
    objects = tuple(
        read_object(entry, class_id, *SIZE) for class_id, entry in things
    )
    return CocoPicture("a", *SIZE, objects)


def test_fills_outlines_with_their_class():
    label = draw_coco_label(picture((12, thing("dog", 10, 20, 30))))
    expected = np.zeros(SIZE, np.uint8)
    expected[20:50, 10:40] = 12
    np.testing.assert_array_equal(label, expected)


def test_fills_all_polygons_of_an_object():
    entry = thing("dog", 10, 20, 5)
    entry["segmentation"] += thing("dog", 40, 20, 5)["segmentation"]
    label = draw_coco_label(picture((12, entry)))
    assert np.count_nonzero(label == 12) == 50


def test_pixels_of_two_objects_are_ignored():
    label = draw_coco_label(
        picture((12, thing("dog", 0, 0, 20)), (12, thing("dog", 10, 0, 20)))
    )
    assert np.all(label[:20, 10:20] == 255)
    assert np.count_nonzero(label == 255) == 200
    assert np.count_nonzero(label == 12) == 400


def test_crowds_run_down_the_columns():
    label = draw_coco_label(picture((15, crowd("person", 20))))
    expected = np.zeros(SIZE, np.uint8)
    expected[:20] = 15
    np.testing.assert_array_equal(label, expected)


def test_small_objects_are_ignored_when_asked():
    things = (12, thing("dog", 0, 0, 40)), (8, thing("cat", 60, 0, 10))
    label = draw_coco_label(picture(*things), smallest_object=1000)
    assert np.all(label[:10, 60:70] == 255)
    assert np.count_nonzero(label == 12) == 1600


def test_nothing_drawn_is_background():
    assert not draw_coco_label(picture()).any()


def test_missing_pycocotools_is_named_with_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pycocotools", None)
    with pytest.raises(DataError, match=r"pip install pycocotools"):
        draw_coco_label(picture((12, thing("dog", 0, 0, 9))))
