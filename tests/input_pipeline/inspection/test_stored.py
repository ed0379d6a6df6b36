import numpy as np
import pytest

from input_pipeline.decode.stored_picture import StoredPicture
from input_pipeline.inspection.stored import stored_values


def picture(last, dtype="uint16"):
    """Three bands, and a last one that the file calls alpha."""
    pixels = np.random.default_rng(0).integers(0, 200, (8, 9, 4)).astype(dtype)
    pixels[..., 3] = last
    return StoredPicture(pixels, has_alpha=True)


BAND = np.arange(72).reshape(8, 9)
CUT_OUT = np.where(BAND < 30, 0, 65535)


@pytest.mark.parametrize(
    ("last", "dtype", "channels"),
    [
        (BAND, "uint16", 4),
        (CUT_OUT, "uint16", 3),
        (65535, "uint16", 3),
        (BAND, "uint8", 3),
    ],
)
def test_a_band_of_many_levels_is_one_whatever_a_file_calls_it(
    last, dtype, channels
):
    assert stored_values(picture(last, dtype)).channels == channels


@pytest.mark.parametrize(("last", "highest"), [(BAND + 300, 371), (65535, 199)])
def test_opacity_is_no_value(last, highest):
    assert stored_values(picture(last)).highest == highest
