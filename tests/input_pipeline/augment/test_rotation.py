import math

import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.augment.rotation import Rotation
from tests.input_pipeline.draw_files import random_ids, random_pixels

SIZE = (36, 48)
COLOR = (124, 116, 104)
ORIGIN = (0, 0)


def rotation(angle, start=ORIGIN, count=SIZE, size=SIZE):
    ints = (tf.constant(value) for value in (size, start, count))
    return Rotation(tf.constant(angle), *ints)


def test_a_quarter_turn_is_exact_and_clockwise():
    ids = random_ids(0, (30, 30))
    quarter = rotation(math.pi / 2, count=(30, 30), size=(30, 30))
    turned = quarter.label(tf.constant(ids), tf.constant(ORIGIN), 255)
    np.testing.assert_array_equal(turned, np.rot90(ids, -1))


def test_no_turn_changes_nothing():
    pixels = random_pixels(0)
    same = rotation(0.0).image(tf.constant(pixels), tf.constant(ORIGIN), COLOR)
    np.testing.assert_array_equal(same, pixels)


@pytest.mark.parametrize("angle", [0.0, 0.3, -0.7, 1.5, 3.1])
@pytest.mark.parametrize(
    "part", [((0, 0), (36, 48)), ((5, 7), (10, 20)), ((30, 44), (6, 4))]
)
def test_a_part_needs_only_its_window(angle, part):
    pixels, ids = random_pixels(1), random_ids(1)
    whole, wanted = rotation(angle), rotation(angle, *part)
    (top, left), (height, width) = (v.numpy() for v in wanted.window())
    rows, columns = slice(top, top + height), slice(left, left + width)
    corner, origin = tf.constant((top, left)), tf.constant(ORIGIN)
    here = tuple(slice(s, s + c) for s, c in zip(*part, strict=True))

    expected = whole.image(tf.constant(pixels), origin, COLOR).numpy()[here]
    got = wanted.image(tf.constant(pixels[rows, columns]), corner, COLOR)
    assert np.abs(got.numpy() - expected.astype(int)).max() <= 1

    expected = whole.label(tf.constant(ids), origin, 255).numpy()[here]
    got = wanted.label(tf.constant(ids[rows, columns]), corner, 255)
    assert np.mean(got.numpy() != expected) < 0.01


def test_the_window_of_a_small_part_is_small():
    _, (height, width) = rotation(0.2, (14, 20), (8, 8)).window()
    assert height <= 16 and width <= 16
