import numpy as np
import pytest

from deeplab_family.detection.boxes import (
    ROI_SCALE,
    RPN_SCALE,
    clip_to_image,
    decode,
    encode,
    gather_rows,
    intersection_over_union,
)

ANCHOR = np.array([[[10.0, 20.0, 30.0, 60.0]]], "float32")


def test_overlaps_by_hand():
    one = np.array([[[0, 0, 10, 10], [5, 5, 5, 9]]], "float32")
    others = np.array([[[0, 0, 10, 10], [5, 0, 15, 10], [20, 20, 30, 30]]])
    np.testing.assert_allclose(
        intersection_over_union(one, others.astype("float32")),
        [[[1, 50 / 150, 0], [0, 0, 0]]],
        atol=1e-6,
    )


def test_offsets_by_hand():
    # Center (20, 40), 20 x 40; the box has center (24, 30), 40 x 20.
    box = np.array([[[4.0, 20.0, 44.0, 40.0]]], "float32")
    plain = [4 / 20, -10 / 40, np.log(2), -np.log(2)]
    np.testing.assert_allclose(
        encode(box, ANCHOR, RPN_SCALE)[0, 0], plain, rtol=1e-5
    )
    np.testing.assert_allclose(
        encode(box, ANCHOR, ROI_SCALE)[0, 0],
        np.divide(plain, ROI_SCALE),
        rtol=1e-5,
    )


@pytest.mark.parametrize("scale", [RPN_SCALE, ROI_SCALE])
def test_decoding_undoes_encoding(scale):
    generator = np.random.default_rng(0)
    corners = generator.uniform(0, 500, (2, 2, 50, 2))
    size = generator.uniform(10, 300, (2, 2, 50, 2))
    boxes, anchors = np.concatenate([corners, corners + size], -1).astype("f4")
    deltas = encode(boxes, anchors, scale)
    np.testing.assert_allclose(
        decode(deltas, anchors, scale), boxes, atol=1e-2, rtol=1e-5
    )


def test_a_wild_guess_grows_a_box_by_62_at_most():
    deltas = np.array([[[0, 0, 99.0, -99.0]]], "float32")
    x1, y1, x2, y2 = np.asarray(decode(deltas, ANCHOR, RPN_SCALE))[0, 0]
    assert x2 - x1 == pytest.approx(20 * 1000 / 16, rel=1e-4)
    assert y2 - y1 == pytest.approx(40 * 16 / 1000, rel=1e-4)


def test_a_box_without_area_has_finite_offsets():
    flat = np.array([[[5.0, 5.0, 5.0, 5.0]]], "float32")
    for box, anchor in ((flat, ANCHOR), (ANCHOR, flat), (flat, flat)):
        assert np.abs(encode(box, anchor, ROI_SCALE)).max() < 1e10


def test_each_image_clips_at_its_own_size():
    boxes = np.array([[[-5, -5, 50, 50]]] * 2, "float32")
    sizes = np.array([[20, 30], [40, 60]], "int32")
    np.testing.assert_array_equal(
        clip_to_image(boxes, sizes),
        [[[0, 0, 30, 20]], [[0, 0, 50, 40]]],
    )


def test_rows_are_those_of_the_own_image():
    values = np.arange(12).reshape(2, 3, 2)
    rows = gather_rows(values, np.array([[2, 0], [1, 1]], "int32"))
    np.testing.assert_array_equal(rows, [[[4, 5], [0, 1]], [[8, 9], [8, 9]]])
