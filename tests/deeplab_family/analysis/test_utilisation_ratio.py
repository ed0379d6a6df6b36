import numpy as np
import pytest

from deeplab_family.analysis import utilisation_ratio

RATES = (12, 24, 36)


def module_a(region_size, **arguments):
    return utilisation_ratio((65, 65), RATES, (region_size,) * 4, **arguments)


def test_values_of_the_paper():
    assert round(utilisation_ratio((65, 65), RATES), 4) == 0.0059
    assert round(module_a(5), 3) == 0.148
    assert round(module_a(9), 3) == 0.479
    assert utilisation_ratio((65, 65), (3, 9, 27), (1, 3, 9, 27), 3) == 1


@pytest.mark.parametrize("side", [81, 83, 161])
def test_the_vortex_uses_81_by_81_pixels(side):
    ratio = utilisation_ratio((side, side), (3, 9, 27), (1, 3, 9, 27), 3)
    assert ratio == pytest.approx(81**2 / side**2)


def test_a_larger_center_adds_eight_pixels():
    plain = utilisation_ratio((65, 65), RATES)
    larger = utilisation_ratio((65, 65), RATES, center_kernel_size=3)
    assert larger - plain == pytest.approx(8 / 65**2)


def test_overlapping_regions_count_once():
    # Regions of 13 pixels, 12 apart, share a line with their neighbors.
    seen = np.zeros((85, 85), bool)
    for rate in (0, *RATES):
        for y in (-rate, 0, rate):
            for x in (-rate, 0, rate):
                seen[36 + y : 49 + y, 36 + x : 49 + x] = True
    assert module_a(13) == pytest.approx(seen.sum() / 65**2)
    assert module_a(13) < 25 * 13**2 / 65**2


def test_the_middle_of_a_map_loses_the_taps_outside():
    # A map of 65 pixels ends 32 pixels from its middle, before rate 36.
    ratio = utilisation_ratio((65, 65), RATES, inside_only=True)
    assert ratio == pytest.approx(17 / 65**2)


def test_a_flat_map_is_cut_in_one_direction_only():
    ratio = utilisation_ratio((1, 99), (12,), inside_only=True)
    assert ratio == pytest.approx(3 / 99)


def test_refuses_windows_that_do_not_belong_to_the_rates():
    with pytest.raises(ValueError, match="`windows`"):
        utilisation_ratio((65, 65), (3, 9), (1, 3, 9, 27))
