"""Sizes of maps that leave a mask, against the layer that makes it."""

import numpy as np
import pytest

from deeplab_family.layers import LocalMask
from deeplab_family.layers.local_mask_size import (
    DOWNSAMPLINGS,
    check_ratio,
    smallest_map,
)


@pytest.mark.parametrize("downsampling", DOWNSAMPLINGS)
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_smallest_map_is_the_smallest_that_works(downsampling, padding):
    side = smallest_map(downsampling, 4, padding)
    mask = LocalMask(downsampling, 4, padding)
    assert mask(np.zeros((1, side, side, 2))).shape == (1, side, side, 2)
    if side > 1:
        with pytest.raises(ValueError, match="at least"):
            mask(np.zeros((1, side, side - 1, 2)))


@pytest.mark.parametrize("ratio", [0, 1, 3, 12])
def test_refuses_what_no_halving_gives(ratio):
    with pytest.raises(ValueError, match="`mask_ratio` must be a power of 2"):
        check_ratio("mask_ratio", ratio)
