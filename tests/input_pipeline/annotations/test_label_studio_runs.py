import numpy as np
import pytest

from input_pipeline.annotations.label_studio_runs import (
    decode_brush,
    encode_brush,
)

# A square of 2 x 2 pixels at (1, 1) of a picture of 4 x 3, by the encoder of
# label-studio-converter 0.0.59.
SQUARE = [0, 0, 0, 48, 57, 27, 254, 19, 0, 159, 254, 112, 9, 255, 227, 0]


def square():
    mask = np.zeros((3, 4), bool)
    mask[1:3, 1:3] = True
    return mask


def packed(bits):
    bits = bits.replace(" ", "")
    bits += "0" * (-len(bits) % 8)
    return [int(bits[i : i + 8], 2) for i in range(0, len(bits), 8)]


def test_the_bytes_are_those_of_the_tool():
    assert encode_brush(square()) == SQUARE
    np.testing.assert_array_equal(decode_brush(SQUARE, 3, 4), square())


@pytest.mark.parametrize("size", [(1, 1), (7, 5), (40, 33), (150, 300)])
@pytest.mark.parametrize("share", [0, 0.5, 1])
def test_what_was_encoded_is_decoded(size, share):
    """Runs of 1 to 180,000 values: each kind of length, and several runs."""
    rng = np.random.default_rng(size[0])
    mask = rng.random(size) < share
    mask[: size[0] // 2] = share > 0
    np.testing.assert_array_equal(decode_brush(encode_brush(mask), *size), mask)


def test_values_that_are_not_repeated_and_of_other_widths():
    """Two pixels, RGBA, of four bits each: alpha 0 and alpha 3."""
    header = f"{8:032b} {4 - 1:05b} {1:04b} {3:04b} {7:04b} {15:04b}"
    values = "".join(f"{value:04b}" for value in (9, 9, 9, 0, 0, 0, 0, 3))
    rle = packed(f"{header} 0 01 {8 - 1:04b} {values}")
    assert decode_brush(rle, 1, 2).tolist() == [[False, True]]


@pytest.mark.parametrize(
    ("rle", "said"),
    [
        ([], "no list of whole numbers"),
        (SQUARE[:5], "no list of whole numbers"),
        ("abc", "no list of whole numbers"),
        ([0.5] * 20, "no list of whole numbers"),
        ([[1, 2]] * 20, "no list of whole numbers"),
        ([256, *SQUARE[1:]], "outside of 0..255"),
        (SQUARE[:10], "break off"),
        ([0, 0, 0, 52, *SQUARE[4:]], "52 values; a picture of 4 x 3"),
        ([255] * 4 + SQUARE[4:], "values; a picture of 4 x 3"),
    ],
)
def test_damaged_runs_are_refused(rle, said):
    with pytest.raises(ValueError, match=said):
        decode_brush(rle, 3, 4)


def test_any_bytes_are_decoded_or_refused():
    rng = np.random.default_rng(0)
    for _ in range(300):
        rle = [*SQUARE]
        for place in rng.integers(4, len(rle), 3):
            rle[place] = int(rng.integers(256))
        try:
            assert decode_brush(rle, 3, 4).sum() <= 12
        except ValueError as error:
            assert "brush runs" in str(error)
