"""The largest tile under a bound, on a process whose memory is made up."""

import numpy as np
import pytest

from deeplab_family.inference import ImageSizeError, memory_bound
from deeplab_family.inference.memory_bound import largest_side


@pytest.fixture
def process(monkeypatch):
    """Holds 500 MB, and 1,000 bytes for each pixel of a tile."""

    class Process:
        held, per_pixel, sides = 500e6, 1_000, ()

        def ask(self, side):
            self.sides += (side,)

        def peak(self):
            return self.held + self.per_pixel * self.sides[-1] ** 2

    made = Process()
    monkeypatch.setattr(memory_bound, "resident_bytes", lambda: made.held)
    monkeypatch.setattr(memory_bound, "peak_bytes", made.peak)
    return made


JUST_TOO_LITTLE = (500e6 + 1_000 * (448**2 - 99)) / 0.9
"""For a tile of 448; 384 fit."""


@pytest.mark.parametrize("bound", [800e6, 1e9, 2e9, 7e9, JUST_TOO_LITTLE])
def test_no_tile_that_is_asked_goes_beyond_the_bound(process, bound):
    side = largest_side(process.ask, bound, 320, 10_000)
    assert side == process.sides[-1]
    most = (bound * 0.9 - 500e6) / 1_000
    assert 0.6 * most < side**2 <= most
    assert all(each**2 <= most for each in process.sides)


def test_rows_that_are_held_beside_it_count(process):
    plain = largest_side(process.ask, 2e9, 320, 10_000)
    assert largest_side(process.ask, 2e9, 320, 10_000, 400_000) < plain


def test_no_tile_is_larger_than_of_use(process):
    assert 936 < largest_side(process.ask, 9e12, 320, 1_000) <= 1_000


@pytest.mark.parametrize(
    ("bound", "needed", "asked"), [(400e6, 501, ()), (600e6, 603, (64, 320))]
)
def test_too_little_memory_is_told_with_what_is_needed(
    process, bound, needed, asked
):
    """The peak of the smallest tile, 602.4 MB, and 5 % for luck."""
    words = f"too few.*about {needed} MiB for its smallest tile"
    with pytest.raises(ImageSizeError, match=words):
        largest_side(process.ask, bound, 320, 10_000)
    assert process.sides == asked


def test_what_was_measured_to_fit_is_not_refused(process):
    """Nothing larger is asked: 5 MB are left."""
    assert largest_side(process.ask, 607e6, 320, 10_000) == 320


def test_what_grows_with_no_pixel_makes_no_tile_smaller(process):
    """300 MB of graphs and windows, for a tile of any size."""
    bound = (500e6 + 1_000 * 520**2) / 0.9
    alone = largest_side(process.ask, bound, 320, 10_000)
    ask = process.ask

    def first_ask(side):
        process.held = 800e6
        ask(side)

    more = largest_side(first_ask, bound + 300e6 / 0.9, 320, 10_000)
    assert more == alone == 512


def test_a_network_that_takes_no_small_square_is_measured_by_its_tiles(process):
    def ask(side):
        if side < 113:
            raise ImageSizeError("each side needs at least 113")
        process.ask(side)

    side = largest_side(ask, 2e9, 320, 10_000)
    assert 0.6 * 1.3e6 < side**2 <= 1.3e6


def test_the_peak_of_this_process_is_seen():
    memory_bound._forget_peak()
    before = memory_bound.peak_bytes()
    held = np.ones(2**27, np.uint8)
    assert memory_bound.peak_bytes() >= before + 0.9 * held.nbytes
    assert memory_bound.peak_bytes() >= memory_bound.resident_bytes()
