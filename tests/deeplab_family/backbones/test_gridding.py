import warnings

import numpy as np
import pytest

from deeplab_family.backbones import holes, largest_hole
from deeplab_family.backbones.dilation import hybrid_rates
from deeplab_family.backbones.gridding import warn_of_gridding
from deeplab_family.layers import AtrousConvolution


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ((1, 2, 5), 2),
        ((1, 2, 9), 5),
        ((1, 2, 3), 2),
        ((1, 2, 5, 9), 2),
        ((2, 4, 8), 4),
        ((2, 2, 2), 2),
        ((1, 2, 4), 2),
        ((3, 7), 7),
        ((4,), 4),
    ],
)
def test_equation_2_by_hand(rates, expected):
    assert largest_hole(rates, kernel_size=3) == expected


@pytest.mark.parametrize(
    ("rates", "count"),
    [
        ((1, 2, 5), 0),
        ((1, 2, 9), 4),
        ((2, 2, 2), 6),
        ((1, 2, 4), 0),
        ((2, 4, 8), 14),
        ((2,) * 23 + (4,) * 3, 58),
    ],
)
def test_number_of_holes(rates, count):
    assert len(holes(rates)) == count


def test_holes_of_one_atrous_convolution_lie_between_its_taps():
    assert holes((3,)) == (-2, -1, 1, 2)


@pytest.mark.parametrize("kernel_size", [3, 5])
@pytest.mark.parametrize("rates", [(1, 2, 9), (2, 3), (4, 1, 4), (7,)])
def test_holes_equal_the_zeros_of_convolved_ones(rates, kernel_size):
    seen = np.ones(1)
    for rate in rates:
        taps = np.zeros((kernel_size - 1) * rate + 1)
        taps[::rate] = 1
        seen = np.convolve(seen, taps)
    zeros = np.flatnonzero(seen == 0) - len(seen) // 2
    np.testing.assert_array_equal(holes(rates, kernel_size), zeros)


@pytest.mark.parametrize("rates", [(1, 2, 5), (2, 2, 2), (1, 2, 9)])
def test_an_impulse_lights_the_square_but_for_the_holes(rates):
    reach = sum(rates)
    x = np.zeros((1, 2 * reach + 1, 2 * reach + 1, 1), "float32")
    x[0, reach, reach] = 1.0
    for rate in rates:
        x = AtrousConvolution(
            1,
            3,
            dilation_rate=rate,
            padding="same",
            kernel_initializer="ones",
        )(x)
    lit = ~np.isin(np.arange(-reach, reach + 1), holes(rates))
    np.testing.assert_array_equal(x[0, ..., 0] > 0, np.outer(lit, lit))


@pytest.mark.parametrize("units", [23, 36])
@pytest.mark.parametrize("name", ["none", "conv", "rf", "bigger", "tusimple"])
def test_hybrid_lists_cover_everything(name, units):
    block3, block4 = hybrid_rates(name, units)
    assert holes(block3 + block4) == ()


def test_a_wider_kernel_closes_the_hole():
    assert holes((1, 2, 9), kernel_size=5) == ()
    assert largest_hole((1, 2, 9), kernel_size=5) == 2


def test_warning_counts_the_pixels():
    with pytest.warns(UserWarning, match="leave 6 of 13 pixels"):
        warn_of_gridding((2, 2, 2))


def test_no_warning_without_holes():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_of_gridding((1, 2, 5))


@pytest.mark.parametrize("function", [holes, largest_hole])
@pytest.mark.parametrize("rates", [(), (0, 1)])
def test_refuses_senseless_rates(function, rates):
    with pytest.raises(ValueError, match="`rates`"):
        function(rates)


@pytest.mark.parametrize("function", [holes, largest_hole])
@pytest.mark.parametrize("kernel_size", [1, 4])
def test_refuses_kernels_without_center_or_holes(function, kernel_size):
    with pytest.raises(ValueError, match="`kernel_size`"):
        function((1, 2), kernel_size)
