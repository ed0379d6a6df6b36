import base64
import io

import numpy as np
import pytest
from PIL import Image

from deeplab_family.pages.pictures import jpeg_uri, png_uri, spots_uri


def opened(uri):
    content = base64.b64decode(uri.partition("base64,")[2])
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("make", "form"), [(jpeg_uri, "JPEG"), (png_uri, "PNG")]
)
def test_pictures_are_scaled_down_but_never_up(make, form):
    large = opened(make(np.zeros((200, 640, 3), np.uint8), 320))
    tall = opened(make(np.zeros((6400, 10, 3), np.uint8), 320))
    small = opened(make(np.zeros((5, 7, 3), np.uint8)))
    assert (large.format, large.size) == (form, (320, 100))
    assert (tall.size, small.size) == ((1, 320), (7, 5))


def test_the_largest_picture_has_a_bound():
    noise = np.random.default_rng(0).integers(0, 256, (2000, 3000, 3))
    assert len(jpeg_uri(noise.astype(np.uint8))) < 300_000
    assert len(png_uri(noise.astype(np.uint8))) < 700_000


@pytest.mark.parametrize("count", [2, 256, 257])
def test_flat_colors_stay_as_they_are(count):
    random = np.random.default_rng(0)
    colors = random.integers(0, 256, (count, 3)).astype(np.uint8)
    picture = colors[random.integers(0, count, (300, 900))]
    seen = opened(png_uri(picture, 480)).convert("RGB")
    seen = np.asarray(seen).reshape(-1, 3).tolist()
    assert {*map(tuple, seen)} == {*map(tuple, colors.tolist())}


@pytest.mark.parametrize("width", [320, 400, 640, 1000, 1300])
def test_a_single_light_pixel_survives(width):
    for column in range(width // 2, width // 2 + 5):
        picture = np.full((200, width, 3), 24, np.uint8)
        picture[100, column] = 255, 64, 64
        seen = opened(spots_uri(picture, 320)).convert("RGB")
        assert np.asarray(seen).max() == 255
