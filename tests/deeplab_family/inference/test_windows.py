"""Windows: where crops lie, and refused values."""

import pytest

from deeplab_family.inference import Windows


def test_crops_of_gald_lie_as_in_its_code():
    windows = Windows(tile=769)
    assert windows.step == 513
    assert windows.starts(1024) == (0, 255)
    assert windows.starts(2048) == (0, 513, 1026, 1279)
    assert Windows(tile=832).starts(2048) == (0, 555, 1110, 1216)


def test_crops_of_pspnet_lie_as_in_its_code():
    windows = Windows(tile=713)
    assert windows.starts(1024) == (0, 311)
    assert windows.starts(2048) == (0, 476, 952, 1335)


def test_four_crops_of_gcn_are_spread_evenly():
    windows = Windows(tile=1024, stride=342, even=True)
    assert windows.starts(1024) == (0,)
    assert windows.starts(2048) == (0, 341, 683, 1024)


@pytest.mark.parametrize("even", [False, True])
def test_crops_hold_every_pixel(even):
    windows = Windows(tile=10, stride=7, even=even)
    for length in range(1, 60):
        held = set()
        for start in windows.starts(length):
            held |= set(range(start, start + 10))
        assert set(range(length)) <= held
        assert max(held) < max(length, 10)


@pytest.mark.parametrize("fields", [{"tile": 0}, {"tile": 4, "stride": 5}])
def test_crops_that_leave_pixels_out_are_refused(fields):
    with pytest.raises(ValueError, match="tile"):
        Windows(**fields)
