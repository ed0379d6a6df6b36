"""Sizes, boxes and masks of resized and mirrored images."""

import cv2
import numpy as np
import pytest

from input_pipeline.annotations.regions import Bitmap
from input_pipeline.detection import (
    DetectionImage,
    DetectionObject,
    resized_sample,
    resized_size,
)

PIXELS = np.random.default_rng(0).integers(0, 256, (90, 120, 3), np.uint8)


@pytest.mark.parametrize(
    ("size", "sides", "expected"),
    [
        ((480, 640), (800, 1333), (800, 1067)),  # 1066.67
        ((640, 480), (800, 1333), (1067, 800)),
        ((427, 640), (800, 1333), (800, 1199)),  # 1199.06
        ((300, 900), (800, 1333), (444, 1333)),  # the long side decides
        ((375, 500), (600, 1000), (600, 800)),
    ],
)
def test_sizes_are_those_of_mmdetection(size, sides, expected):
    assert resized_size(size, *sides) == expected


def ellipses(count=6, seed=0):
    """Objects with round masks, whose boxes are the masks' extents."""
    random = np.random.default_rng(seed)
    made = []
    for number in range(count):
        mask = np.zeros(PIXELS.shape[:2], np.uint8)
        center = int(random.integers(25, 95)), int(random.integers(20, 70))
        axes = int(random.integers(4, 20)), int(random.integers(4, 18))
        cv2.ellipse(mask, center, axes, 0, 0, 360, 1, -1)
        rows, columns = np.nonzero(mask)
        box = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
        made.append(
            DetectionObject(
                box=tuple(map(float, box)),
                class_id=number,
                area=float(mask.sum()),
                crowd=number == 3,
                outline=Bitmap(mask.astype(bool)),
            )
        )
    return DetectionImage("a", "a.png", *PIXELS.shape[:2], tuple(made))


@pytest.mark.parametrize("size", [(90, 120), (135, 180), (61, 81), (200, 267)])
def test_boxes_are_the_extents_of_the_masks(size):
    sample = resized_sample(PIXELS, ellipses(), size, masks=True)
    for one in (sample, sample.mirrored()):
        for box, mask in zip(one.boxes, one.masks, strict=True):
            rows, columns = np.nonzero(mask)
            found = columns.min(), rows.min(), columns.max() + 1
            np.testing.assert_allclose(
                box, [*found, rows.max() + 1], atol=max(1.0, size[0] / 90)
            )


def test_mirroring_twice_changes_nothing_and_once_all():
    sample = resized_sample(PIXELS, ellipses(), (61, 81), masks=True)
    once, twice = sample.mirrored(), sample.mirrored().mirrored()
    for name in ("image", "boxes", "masks"):
        own = getattr(sample, name)
        np.testing.assert_allclose(getattr(twice, name), own, atol=1e-5)
        assert not np.array_equal(getattr(once, name), own)
    np.testing.assert_array_equal(once.image, sample.image[:, ::-1])
    x1, y1, x2, y2 = sample.boxes[0]
    np.testing.assert_allclose(once.boxes[0], [81 - x2, y1, 81 - x1, y2])


def test_an_image_at_its_own_size_is_untouched():
    image = ellipses()
    sample = resized_sample(PIXELS, image, (90, 120), masks=True)
    np.testing.assert_array_equal(sample.image, PIXELS)
    np.testing.assert_array_equal(sample.boxes, image.boxes)
    np.testing.assert_array_equal(sample.ignored, np.arange(6) == 3)
    for thing, mask in zip(image.objects, sample.masks, strict=True):
        np.testing.assert_array_equal(mask, thing.outline.mask)


def test_resizing_is_bilinear_between_pixel_centers():
    """Of four pixels in a row eight: weights 1/4 and 3/4 between them."""
    row = np.repeat(np.array([[0, 100, 200, 40]], np.uint8), 4, 0)
    image = DetectionImage("a", "a.png", 4, 4)
    sample = resized_sample(np.stack([row] * 3, -1), image, (8, 8))
    expected = [0, 25, 75, 125, 175, 160, 80, 40]
    np.testing.assert_array_equal(sample.image[3, :, 1], expected)


def test_a_pixel_thin_object_survives_half_the_size():
    mask = np.zeros((90, 120), bool)
    mask[10:80, 41] = True
    pole = DetectionObject((41.0, 10.0, 42.0, 80.0), 0, 70.0)
    pole = DetectionObject(pole.box, 0, 70.0, outline=Bitmap(mask))
    image = DetectionImage("a", "a.png", 90, 120, (pole,))
    sample = resized_sample(PIXELS, image, (45, 60), masks=True)
    rows, columns = np.nonzero(sample.masks[0])
    assert set(columns) == {20} and len(rows) == 35


def test_another_size_than_annotated_is_refused():
    image = DetectionImage("a", "a.png", 91, 120)
    with pytest.raises(ValueError, match="120 x 90 pixels.*says 120 x 91"):
        resized_sample(PIXELS, image, (45, 60))
