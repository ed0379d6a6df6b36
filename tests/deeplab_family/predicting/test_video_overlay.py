import numpy as np
import pytest

from deeplab_family.predicting import VideoOverlay
from deeplab_family.visualization import blend
from tests.deeplab_family.predicting.segmentations import NAMES, PALETTE

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("size", [(48, 64), (45, 301), (7, 5)])
def test_every_frame_is_blended_above_one_legend(size):
    overlay = VideoOverlay(size, PALETTE, NAMES, opacity=0.3)
    height, width = size
    legends = []
    for classes in (1, 3):
        image = RNG.integers(0, 256, (*size, 3), np.uint8)
        mask = RNG.integers(0, classes, size, np.uint8)
        picture = overlay(image, mask)
        assert picture.shape == (*overlay.size, 3)
        assert picture.shape[0] % 2 == picture.shape[1] % 2 == 0
        expected = blend(image, mask, PALETTE, 0.3)
        np.testing.assert_array_equal(picture[:height, :width], expected)
        legends.append(picture[height:])
    np.testing.assert_array_equal(*legends)
    colors = {tuple(color) for color in legends[0].reshape(-1, 3).tolist()}
    assert colors >= set(PALETTE)  # of every class, also those not there
