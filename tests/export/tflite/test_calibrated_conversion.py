import numpy as np

from export.tflite.calibrated_conversion import full_range


def test_the_first_image_spans_the_whole_range():
    images = np.full((3, 4, 5, 3), 100, np.uint8)
    first, *others = full_range(images)
    assert first.shape == (1, 4, 5, 3)
    assert first.dtype == np.float32
    assert (first.min(), first.max()) == (0, 255)
    assert np.sum(first != 100) == 6
    assert all((image == 100).all() for image in others)
    assert (images == 100).all()
