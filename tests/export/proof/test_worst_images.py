import numpy as np
import pytest

from deeplab_family.inference import Prediction
from export.proof.comparison import Comparison
from export.proof.worst_images import (
    CHANGED,
    SAME,
    changed_images,
)
from export.samples.samples import Samples

CLASSES = 2
COLORS = ((10, 20, 30), (40, 50, 60))


class Row:
    """Answers class 1 for the first pixels, as many as the image's number."""

    num_classes = CLASSES

    def __init__(self, more=0):
        self.more = more

    def __call__(self, images):
        first = images[:, :1, :1, 0] * self.more
        ids = np.arange(images.shape[2])[None, None] < first
        return Prediction(ids.astype(np.uint8).repeat(images.shape[1], 1))


def samples(*numbers):
    images = np.zeros((len(numbers), 2, 8, 3), np.uint8)
    images += np.array(numbers, np.uint8)[:, None, None, None]
    names = tuple(f"{number}.jpg" for number in numbers)
    return Samples(images, None, None, names)


def drawn(pictures, palette=COLORS):
    comparison, before, after = Comparison(CLASSES), Row(), Row(more=1)
    for image in pictures.images:
        image = image[None]
        comparison.add(before(image), after(image))
    return changed_images("int8", comparison, pictures, palette)


def test_the_worst_images_come_first_and_equal_ones_never():
    found = drawn(samples(1, 0, 5, 2, 4))
    assert [image.file for image in found] == ["5.jpg", "4.jpg", "2.jpg"]
    assert [image.changed for image in found] == [5 / 8, 4 / 8, 2 / 8]
    assert drawn(samples(0, 0)) == []


@pytest.mark.parametrize("palette", [COLORS, None])
def test_only_the_changed_pixels_are_lit(palette):
    [image] = drawn(samples(3), palette)
    lit = (image.difference == CHANGED).all(-1)
    dark = (image.difference == SAME).all(-1)
    np.testing.assert_array_equal(lit, np.arange(8)[None].repeat(2, 0) < 3)
    np.testing.assert_array_equal(lit, ~dark)
    if palette is COLORS:
        assert tuple(image.before[0, 0]) == COLORS[0]
        assert tuple(image.after[0, 0]) == COLORS[1]
