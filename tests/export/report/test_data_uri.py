import base64
import io

import numpy as np
import pytest
from PIL import Image

from export.report.data_uri import jpeg_uri, png_uri, spots_uri


def opened(uri):
    content = base64.b64decode(uri.partition("base64,")[2])
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("make", "form"), [(jpeg_uri, "JPEG"), (png_uri, "PNG")]
)
def test_pictures_are_scaled_down_but_never_up(make, form):
    large = opened(make(np.zeros((200, 640, 3), np.uint8)))
    small = opened(make(np.zeros((5, 7, 3), np.uint8)))
    assert (large.format, large.size, small.size) == (form, (320, 100), (7, 5))


def test_flat_colors_stay_as_they_are():
    colors = np.array([[0, 0, 0], [255, 64, 64]], np.uint8)
    picture = colors[np.random.default_rng(0).integers(0, 2, (300, 900))]
    seen = np.asarray(opened(png_uri(picture))).reshape(-1, 3)
    assert {tuple(c) for c in seen} == {(0, 0, 0), (255, 64, 64)}


@pytest.mark.parametrize("width", [320, 400, 640, 1000, 1300])
def test_a_single_light_pixel_survives(width):
    for column in range(width // 2, width // 2 + 5):
        picture = np.full((200, width, 3), 24, np.uint8)
        picture[100, column] = 255, 64, 64
        assert np.asarray(opened(spots_uri(picture))).max() == 255
