import numpy as np

from input_pipeline.synthetic.canvas import Canvas

SQUARE = [(2, 2), (5.5, 2), (5.5, 5.5), (2, 5.5)]


def test_color_and_class_cover_the_same_pixels():
    canvas = Canvas(10, 8, class_id=0)
    canvas.polygon(SQUARE, (255, 255, 255), class_id=3)
    picture, label = canvas.finish()
    assert picture.shape == (8, 10, 3) and label.shape == (8, 10)
    assert np.all(label[2:5, 2:5] == 3)
    assert np.all(picture[2:5, 2:5] == 255)
    assert np.all(picture[label == 0] < 255)


def test_decoration_keeps_the_class_below():
    canvas = Canvas(10, 8, class_id=6)
    canvas.ellipse((5, 4), (2, 2), (200, 0, 0))
    canvas.rectangle((0, 0), (3, 3), (0, 200, 0))
    picture, label = canvas.finish()
    assert np.all(label == 6)
    assert picture[4, 5, 0] == 200 and picture[1, 1, 1] == 200


def test_shadow_darkens_the_picture_only():
    canvas = Canvas(10, 8, class_id=0)
    canvas.rectangle((0, 0), (10, 8), (200, 200, 200), 1)
    canvas.shade(SQUARE, 0.5)
    picture, label = canvas.finish()
    assert np.all(label == 1)
    assert np.all(picture[3, 3] < 130) and np.all(picture[7, 9] == 200)


def test_objects_begin_where_told_and_cover_their_class():
    canvas = Canvas(10, 8, class_id=0)
    canvas.rectangle((0, 0), (10, 2), (9, 9, 9), 4)  # before: no object
    canvas.begin_object()
    canvas.rectangle((0, 2), (4, 4), (9, 9, 9), 3)
    canvas.rectangle((0, 3), (2, 2), (1, 1, 1))  # decoration
    canvas.rectangle((4, 2), (1, 4), (9, 9, 9), 5)
    canvas.begin_object()
    canvas.ellipse((3, 4), (1, 1), (9, 9, 9), 3)
    numbers, classes = canvas.objects()
    _, label = canvas.finish()
    assert classes == (3, 5, 3)
    np.testing.assert_array_equal(numbers[:2], 0)
    np.testing.assert_array_equal(np.isin(numbers, (1, 3)), label == 3)
    np.testing.assert_array_equal(numbers == 2, label == 5)
    assert numbers[4, 3] == 3 and numbers[4, 1] == 1
