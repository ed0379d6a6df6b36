"""Tiles along a side: every pixel is kept once, with its halo."""

import pytest

from deeplab_family.inference.tile_spans import (
    MULTIPLE,
    smallest_side,
    tile_spans,
)


@pytest.mark.parametrize("fixed", [False, True])
@pytest.mark.parametrize("length", [1, 320, 321, 500, 1024, 1777])
def test_every_pixel_is_kept_by_one_tile(length, fixed):
    spans = tile_spans(length, 320, 128, fixed)
    kept = [pixel for span in spans for pixel in range(span.start, span.stop)]
    assert kept == list(range(length))
    for span in spans:
        assert 0 <= span.low <= span.start < span.stop <= span.high <= length
        assert span.high - span.low <= 320
        if fixed:
            assert span.high - span.low == min(length, 320)


@pytest.mark.parametrize("halo", [1, 64, 100])
def test_tiles_begin_on_the_grid_of_the_maps_and_have_their_halo(halo):
    for span in tile_spans(2_000, 512, halo):
        assert span.low % MULTIPLE == 0
        assert span.low == 0 or span.start - span.low >= halo
        assert span.high == 2_000 or span.high - span.stop >= halo


def test_a_tile_that_is_all_halo_is_refused():
    with pytest.raises(ValueError, match="320 pixels at least"):
        tile_spans(900, 256, 128)
    assert smallest_side(128) == 320
    assert len(tile_spans(900, 320, 128)) > 1
