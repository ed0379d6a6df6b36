import numpy as np
import pytest

from deeplab_family.backend.pixel_shuffle import (
    depth_to_space,
    spread_channels,
)


def by_hand(maps, factor):
    batch, height, width, depth = maps.shape
    channels = depth // factor**2
    output = np.zeros((batch, height * factor, width * factor, channels))
    for y in range(height * factor):
        for x in range(width * factor):
            first = ((y % factor) * factor + x % factor) * channels
            pixel = maps[:, y // factor, x // factor]
            output[:, y, x] = pixel[:, first : first + channels]
    return output


@pytest.mark.parametrize("function", [depth_to_space, spread_channels])
@pytest.mark.parametrize("factor", [1, 2, 3])
def test_channels_land_where_the_docstring_says(function, factor):
    generator = np.random.default_rng(0)
    maps = generator.normal(size=(2, 3, 4, 5 * factor**2)).astype("float32")
    output = function(maps, factor)
    np.testing.assert_array_equal(output, by_hand(maps, factor))
