import numpy as np

from deeplab_family.detection.mask_targets import crop_masks

MASKS = np.zeros((1, 2, 12, 16), "uint8")
MASKS[0, 0, 2:6, 4:12] = 1
MASKS[0, 1, 4:8, 4:8] = 1


def crop(index, box, size):
    return np.asarray(
        crop_masks(
            MASKS,
            np.array([[index]], "int32"),
            np.array([[box]], "float32"),
            size,
        )
    )[0, 0]


def test_a_box_on_its_object_is_full_but_for_rounded_corners():
    cropped = crop(0, [4, 2, 12, 6], 28)
    assert cropped[:, 1:-1].min() == 1
    # Where both axes fade out, at (1 - 0.36) * (1 - 0.43), it is below 0.5.
    np.testing.assert_array_equal(
        np.flatnonzero(cropped[:, 0] == 0), [0, 1, 26, 27]
    )


def test_an_object_goes_on_at_the_edge_of_the_image():
    masks = np.ones((1, 1, 12, 16), "uint8")
    index = np.array([[0]], "int32")
    whole = np.array([[[0, 0, 16, 12]]], "float32")
    assert np.asarray(crop_masks(masks, index, whole, 28)).min() == 1


def test_at_one_bin_a_pixel_it_is_the_crop_itself():
    np.testing.assert_array_equal(
        crop(1, [2, 3, 10, 11], 8), MASKS[0, 1, 3:11, 2:10]
    )


def test_a_box_twice_as_wide_is_full_on_one_side():
    expected = np.zeros((4, 4))
    expected[:, 2:] = 1
    np.testing.assert_array_equal(crop(0, [-4, 2, 12, 6], 4), expected)


def test_there_is_no_object_outside_of_the_image():
    assert crop(0, [100, 100, 120, 120], 4).max() == 0
    assert crop(0, [-40, -40, -20, -20], 4).max() == 0


def test_bins_between_two_pixels_are_rounded():
    # Middles at x = 3.25, 3.75, 4.25, 4.75: the object begins at 4, and
    # between the middles of pixels 3 and 4 it fades in.
    row = crop(0, [3, 2, 5, 6], 4)[0]
    np.testing.assert_array_equal(row, [0, 0, 1, 1])


def test_each_box_sees_the_object_of_its_own_image():
    masks = np.concatenate([MASKS, MASKS[:, ::-1]])
    boxes = np.array([[[4, 4, 8, 8]], [[4, 2, 12, 6]]], "float32")
    index = np.array([[0], [1]], "int32")
    cropped = np.asarray(crop_masks(masks, index, boxes, 2))
    np.testing.assert_array_equal(cropped[0, 0], [[1, 1], [0, 0]])
    assert cropped[1, 0].min() == 1
