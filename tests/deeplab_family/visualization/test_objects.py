"""Boxes, masks and names drawn into a picture."""

import numpy as np

from deeplab_family.visualization.objects import draw_objects
from input_pipeline.annotations.regions import Bitmap

RED, BLUE = (200, 0, 0), (0, 0, 250)
GRAY = np.full((120, 160, 3), 100, np.uint8)


def drawn(boxes, classes, **fields):
    return draw_objects(
        GRAY,
        np.array(boxes, float),
        np.array(classes),
        (RED, BLUE),
        ("car", "person"),
        **fields,
    )


def test_the_outline_runs_along_the_pixels_inside_the_box():
    picture = drawn([[40, 50, 80, 100]], [1])
    assert np.all(picture[99, 40:80] == BLUE)  # the last row inside
    assert np.all(picture[60:100, 40] == BLUE)
    assert np.all(picture[60:100, 79] == BLUE)
    assert np.all(picture[60:98, 42:78] == 100)
    assert np.all(picture[100:] == 100) and np.all(picture[:, 120:] == 100)
    assert np.all(GRAY == 100)


def test_masks_are_tinted_by_the_opacity():
    mask = Bitmap(np.ones((10, 20), bool), left=50, top=60)
    picture = drawn([[40, 50, 80, 100]], [0], masks=[mask], opacity=0.25)
    assert np.all(picture[60:70, 50:70] == (125, 75, 75))
    assert np.all(picture[71:98, 42:78] == 100)


def test_the_best_lies_over_the_others():
    box = [40, 50, 80, 100]
    for scores, color in (([0.9, 0.3], RED), ([0.3, 0.9], BLUE)):
        picture = drawn([box, box], [0, 1], scores=np.array(scores))
        assert np.all(picture[99, 40:80] == color)


def test_names_stay_in_the_picture():
    """At the upper edge the name stands within the box, at the right left."""
    above = drawn([[40, 50, 80, 100]], [0])
    within = drawn([[100, 0, 160, 60]], [0])
    assert np.any(np.all(above[38:50] == RED, axis=-1))
    assert np.any(np.all(within[3:12, 104:] == RED, axis=-1))
    edge = drawn([[158, 50, 160, 100]], [1])
    assert np.sum(np.all(edge[36:50] == BLUE, axis=-1)) > 150


def test_no_objects_leave_the_picture():
    np.testing.assert_array_equal(drawn(np.zeros((0, 4)), []), GRAY)
