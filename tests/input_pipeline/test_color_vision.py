import numpy as np
import pytest

from input_pipeline.default_palette import seen_colors
from tests.input_pipeline.plain_color_distance import VISIONS, lab


def test_equals_the_plain_computation():
    colors = np.random.default_rng(0).integers(0, 256, (20, 3))
    expected = [[lab(color, name) for color in colors] for name in VISIONS]
    np.testing.assert_allclose(seen_colors(colors), expected, atol=1e-3)


@pytest.mark.parametrize("level", [0, 5, 128, 255])
def test_gray_is_gray_for_everyone(level):
    seen = seen_colors([(level, level, level)])[:, 0]
    np.testing.assert_allclose(seen[:, 1:], 0, atol=0.02)
    np.testing.assert_allclose(seen[:, 0], seen[0, 0], atol=0.02)


def test_red_and_green_come_close_without_one_of_their_cones():
    red, green = seen_colors([(190, 60, 60), (110, 110, 50)]).swapaxes(0, 1)
    normal, *without = np.linalg.norm(red - green, axis=-1)
    assert max(without) < 0.5 * normal
