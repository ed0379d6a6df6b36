import numpy as np
import pytest
import tensorflow as tf

from input_pipeline.augment.resample import (
    Axis,
    resample_image,
    resample_label,
    source_window,
)

IMAGE = np.random.default_rng(0).integers(0, 256, (30, 40, 3), np.uint8)


def axes(target, start, count, reverse=False):
    rows, columns = (
        Axis(start=start[i], count=count[i], source=s, target=target[i])
        for i, s in enumerate(IMAGE.shape[:2])
    )
    if reverse:
        columns = Axis(**{**vars(columns), "reverse": True})
    return rows, columns


@pytest.mark.parametrize("target", [(30, 40), (61, 77), (17, 21), (75, 12)])
@pytest.mark.parametrize("reverse", [False, True])
def test_a_part_equals_the_whole_resized_and_cut(target, reverse):
    rows, columns = axes(target, (3, 2), (12, 9), reverse)
    top, left, height, width = window = source_window(rows, columns).numpy()
    pixels = IMAGE[top : top + height, left : left + width]
    part = resample_image(tf.constant(pixels), window[:2], rows, columns)
    whole = tf.image.resize(IMAGE, target).numpy()[3:15, 2:11]
    expected = whole[:, ::-1] if reverse else whole
    assert np.abs(part.numpy() - expected).max() <= 0.51  # rounding only


@pytest.mark.parametrize("target", [(30, 40), (61, 77), (17, 21), (30, 50)])
@pytest.mark.parametrize("reverse", [False, True])
def test_ids_equal_the_whole_resized_and_cut(target, reverse):
    rows, columns = axes(target, (3, 2), (12, 9), reverse)
    part = resample_label(tf.constant(IMAGE[..., 0]), rows, columns)
    whole = tf.image.resize(IMAGE[..., :1], target, "nearest")
    whole = whole[3:15, 2:11, 0].numpy()
    expected = whole[:, ::-1] if reverse else whole
    np.testing.assert_array_equal(part, expected)


def test_a_picture_that_keeps_its_size_is_copied():
    rows, columns = axes((30, 40), (3, 2), (12, 9))
    part = resample_image(tf.constant(IMAGE), (0, 0), rows, columns)
    np.testing.assert_array_equal(part, IMAGE[3:15, 2:11])


def test_window_is_no_larger_than_needed():
    rows, columns = axes((60, 80), (20, 40), (20, 20))
    top, left, height, width = source_window(rows, columns).numpy()
    assert height <= 10 + 5 and width <= 10 + 5
    assert top >= 8 and left >= 18


def plain_grid(source, target, start, count):
    """Neighbors and weights of the grid of `tf.image.resize`, in float32."""
    half = np.float32(0.5)
    pixels = np.arange(start, start + count, dtype=np.float32)
    scale = np.float32(source) / np.float32(target)
    position = (pixels + half) * scale - half
    floor = np.floor(position)
    sides = [np.clip(side, 0, source - 1) for side in (floor, floor + 1)]
    lower, upper = (side.astype(int) for side in sides)
    return lower, upper, (position - floor)[:, None, None]


def plain_blend(lines, grid):
    lower, upper, weight = grid
    below, above = lines[lower].astype("f4"), lines[upper].astype("f4")
    return below + (above - below) * weight


@pytest.mark.parametrize("count", [(12, 9), (3, 2), (1, 12), (10, 1)])
@pytest.mark.parametrize("target", [(61, 77), (17, 21), (75, 12), (16, 90)])
@pytest.mark.parametrize("reverse", [False, True])
def test_every_bit_is_that_of_two_weighted_sums(target, count, reverse):
    rows, columns = axes(target, (3, 0), count, reverse)
    top, left, height, width = window = source_window(rows, columns).numpy()
    pixels = IMAGE[top : top + height, left : left + width]
    part = resample_image(tf.constant(pixels), window[:2], rows, columns)
    of_rows, of_columns = (
        plain_grid(*numbers)
        for numbers in zip(IMAGE.shape[:2], target, (3, 0), count, strict=True)
    )
    upright = IMAGE.transpose(1, 0, 2)
    if height > count[0]:  # the rows become fewer
        lines = plain_blend(IMAGE, of_rows).transpose(1, 0, 2)
        expected = plain_blend(lines, of_columns).transpose(1, 0, 2)
    else:
        lines = plain_blend(upright, of_columns).transpose(1, 0, 2)
        expected = plain_blend(lines, of_rows)
    expected = (expected + np.float32(0.5)).astype(np.uint8)
    expected = expected[:, ::-1] if reverse else expected
    np.testing.assert_array_equal(part, expected)
