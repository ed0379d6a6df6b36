import numpy as np
import pytest

from deeplab_family.visualization import default_palette


def test_all_256_colors_differ():
    assert len(set(default_palette(256))) == 256


def test_a_small_palette_begins_a_large_one():
    assert default_palette(40)[:11] == default_palette(11)


def test_twenty_colors_are_far_apart():
    colors = np.array(default_palette(20), float)

    gaps = np.linalg.norm(colors[:, None] - colors[None], axis=-1)

    assert gaps[~np.eye(20, dtype=bool)].min() > 50


def test_no_color_passes_for_black_or_white():
    colors = np.array(default_palette(64), float)

    assert np.linalg.norm(colors, axis=1).min() > 60
    assert np.linalg.norm(255 - colors, axis=1).min() > 60


@pytest.mark.parametrize("count", [0, 257])
def test_impossible_counts_are_refused(count):
    with pytest.raises(ValueError, match=f"1..256. Received: {count}"):
        default_palette(count)
