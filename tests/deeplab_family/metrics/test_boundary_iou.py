import numpy as np
import pytest
from scipy import ndimage

from deeplab_family.metrics import BoundaryIoU
from deeplab_family.metrics.boundary_iou import band_width, outline_band
from tests.deeplab_family.metrics.blobs import draw_pair


def slow_band(mask, width):
    """The mask without what is left of it after `width` erosions."""
    square = np.ones((3, 3))
    return mask & ~ndimage.binary_erosion(mask, square, width, border_value=0)


@pytest.mark.parametrize(
    ("size", "ratio", "width"),
    [
        ((375, 500), 0.02, 12),  # 12.5, to the even number
        ((1024, 2048), 0.02, 46),
        ((1024, 2048), 0.005, 11),
        ((10, 10), 0.005, 1),
    ],
)
def test_the_width_follows_the_diagonal(size, ratio, width):
    assert band_width(size, ratio) == width


@pytest.mark.parametrize("width", [1, 2, 5])
def test_bands_equal_erosions_by_scipy(width):
    label, _ = draw_pair()

    band = outline_band(label, width)

    for class_id in (0, 1, 2, 3, 255):
        mask = label == class_id
        np.testing.assert_array_equal(band & mask, slow_band(mask, width))


def test_classes_are_pooled_over_the_images():
    measure = BoundaryIoU(4, ratio=0.03)
    both, either = np.zeros(4), np.zeros(4)
    for seed in range(3):
        label, prediction = draw_pair(seed=seed)
        measure.update(label, prediction)
        for c in range(4):
            truth = slow_band(label == c, 3) & (label != 255)
            guess = slow_band(prediction == c, 3) & (label != 255)
            both[c] += (truth & guess).sum()
            either[c] += (truth | guess).sum()

    np.testing.assert_allclose(measure.class_iou, both / either)
    assert measure.mean_iou == pytest.approx((both / either).mean())


def test_a_square_that_is_off_by_one_pixel_by_hand():
    """Rings of 36 pixels share 9 in the top row and 9 in the bottom row."""
    label = np.zeros((30, 30), int)
    label[10:20, 10:20] = 1
    prediction = np.roll(label, 1, axis=1)
    measure = BoundaryIoU(2, ratio=0.02)

    measure.update(label, prediction)

    assert measure.counts[:, 1].tolist() == [18, 36, 36]
    assert measure.class_iou[1] == 18 / 54


def test_the_edge_of_the_image_is_an_outline():
    label = np.zeros((20, 20), int)

    assert outline_band(label, 2).sum() == 400 - 16 * 16


def test_errors_inside_large_objects_do_not_show():
    label = np.zeros((100, 100), int)
    prediction = label.copy()
    prediction[50, 50] = 1
    measure = BoundaryIoU(2, ratio=0.02)

    measure.update(label, prediction)

    # The hole has an outline of its own, 7 x 7 around it.
    assert measure.counts[0, 0] == 100**2 - 94**2
    assert measure.counts[2, 0] == 100**2 - 94**2 + 48
    np.testing.assert_array_equal(measure.counts[:, 1], [0, 0, 1])


def test_absent_classes_are_left_out_of_the_mean():
    measure = BoundaryIoU(3)
    assert np.isnan(measure.mean_iou)

    measure.update(np.zeros((5, 5), int), np.zeros((5, 5), int))

    np.testing.assert_array_equal(measure.class_iou, [1, np.nan, np.nan])
    assert measure.mean_iou == 1


@pytest.mark.parametrize("ratio", [0.0, -1.0, 1.5])
def test_impossible_ratios_are_refused(ratio):
    with pytest.raises(ValueError, match="`ratio`"):
        BoundaryIoU(2, ratio=ratio)
