import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.augment.pad_region import (
    cut,
    overlap,
    pad_image_region,
    pad_label_region,
)

SIZE = (9, 12)
COLOR = (124, 116, 104)
REGIONS = [
    (0, 0, 9, 12),
    (2, 3, 4, 5),
    (-2, -3, 6, 7),
    (5, 8, 10, 10),
    (-4, -4, 20, 20),
    (-9, 2, 5, 5),
    (3, 14, 4, 4),
    (30, -30, 3, 3),
]


def expected(pixels, region, value):
    """The region of a picture that lies in the middle of a wide margin."""
    top, left, height, width = region
    rows, columns, *channels = pixels.shape
    wide = np.full((rows + 80, columns + 80, *channels), value)
    wide[40 : 40 + SIZE[0], 40 : 40 + SIZE[1]] = pixels
    return wide[40 + top : 40 + top + height, 40 + left : 40 + left + width]


@pytest.mark.parametrize("region", REGIONS)
def test_equals_cutting_from_a_wide_margin(region):
    image = np.random.default_rng(0).integers(0, 256, (*SIZE, 3), np.uint8)
    part = overlap(tf.constant(region), tf.constant(SIZE))
    inside = cut(tf.constant(image), part.inside)
    np.testing.assert_array_equal(
        pad_image_region(inside, part, COLOR), expected(image, region, COLOR)
    )
    inside = cut(tf.constant(image[..., 0]), part.inside)
    np.testing.assert_array_equal(
        pad_label_region(inside, part, 255),
        expected(image[..., 0], region, 255),
    )


@pytest.mark.parametrize("region", REGIONS)
def test_there_is_always_a_pixel_to_decode(region):
    part = overlap(tf.constant(region), tf.constant(SIZE))
    top, left, height, width = part.inside.numpy()
    assert height >= 1 and width >= 1 and top >= 0 and left >= 0
    assert top + height <= SIZE[0] and left + width <= SIZE[1]


@pytest.mark.parametrize("channels", [1, 3, 5])
def test_a_graph_knows_the_channels_of_a_region_that_it_draws(channels):
    """Who pads further asks for them before any pixel is there."""
    known = []

    @tf.function(
        input_signature=[
            tf.TensorSpec((None, None, channels), tf.uint8),
            tf.TensorSpec((4,), tf.int32),
        ]
    )
    def padded(image, region):
        part = overlap(region, tf.shape(image)[:2])
        inside = cut(image, part.inside)
        region = pad_image_region(inside, part, (0,) * channels)
        known.append(region.shape[-1])
        return region

    image = np.ones((*SIZE, channels), np.uint8)
    assert padded(image, (-2, -3, 6, 7)).numpy().sum() == 4 * 4 * channels
    assert known == [channels]
