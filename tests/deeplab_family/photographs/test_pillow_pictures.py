import io
import struct

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from deeplab_family.photographs import read_image, read_upright, rgb_of_picture
from input_pipeline import DataError
from input_pipeline.decode.image import decode_image
from tests.input_pipeline.draw_files import random_pixels

PIXELS = random_pixels(3)


def gray16():
    values = np.random.default_rng(0).integers(0, 65536, (20, 30))
    return Image.fromarray(values.astype(np.uint16))


def with_alpha():
    alpha = Image.fromarray(PIXELS[..., 0])
    picture = Image.fromarray(PIXELS)
    picture.putalpha(alpha)
    return picture


PICTURES = {
    "RGB": lambda: Image.fromarray(PIXELS),
    "gray": lambda: Image.fromarray(PIXELS[..., 1]),
    "two levels": lambda: Image.fromarray(PIXELS[..., 1] > 99),
    "palette": lambda: Image.fromarray(PIXELS).quantize(17),
    "alpha": with_alpha,
    "gray and alpha": lambda: with_alpha().convert("LA"),
    "16 bits": gray16,
}


def png(picture):
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures_are_what_training_reads_from_a_png(kind):
    expected = decode_image(tf.constant(png(PICTURES[kind]()))).numpy()
    np.testing.assert_array_equal(rgb_of_picture(PICTURES[kind]()), expected)


OTHER_FORMATS = [
    *((kind, "tif") for kind in PICTURES),
    *((k, "bmp") for k in ("RGB", "gray", "two levels", "palette", "alpha")),
    *((kind, "webp") for kind in ("RGB", "alpha")),
]


@pytest.mark.parametrize(("kind", "ending"), OTHER_FORMATS)
def test_other_formats_hold_the_same_picture(kind, ending, tmp_path):
    picture, path = PICTURES[kind](), tmp_path / f"a.{ending}"
    options = {"lossless": True, "exact": True} if ending == "webp" else {}
    picture.save(path, **options)
    np.testing.assert_array_equal(read_image(path), rgb_of_picture(picture))


@pytest.mark.parametrize("kind", ["TIFF", "WEBP"])
def test_an_orientation_is_applied(kind, tmp_path):
    path, exif = tmp_path / "a.jpg", Image.Exif()  # the ending does not count
    exif[0x0112] = 6  # a quarter turn clockwise makes it upright
    stored = Image.fromarray(PIXELS)
    stored.save(path, kind, exif=exif, **{"lossless": True})
    image, is_turned = read_upright(path)
    assert is_turned
    np.testing.assert_array_equal(image, np.rot90(PIXELS, -1))
    stored.save(path, kind, **{"lossless": True})
    assert not read_upright(path)[1]


def test_the_first_picture_of_an_animation_counts(tmp_path):
    first, second = (Image.new("RGB", (5, 4), c) for c in ("red", "blue"))
    path = tmp_path / "moving.png"
    first.save(path, "GIF", save_all=True, append_images=[second])
    np.testing.assert_array_equal(
        read_image(path), np.full((4, 5, 3), (255, 0, 0))
    )


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (Image.new("F", (3, 2), 0.5), "8 or 16 bits.*mode 'F'"),
        (Image.new("I", (3, 2), 70000), "values 70000 to 70000"),
        (Image.new("I", (3, 2), -1), "values -1"),
        (Image.new("I;16", (3, 2), 4095), "only 16 gray levels"),
    ],
)
def test_numbers_of_another_range_are_refused(picture, said, tmp_path):
    with pytest.raises(DataError, match=said):
        rgb_of_picture(picture)
    picture.save(tmp_path / "a.tif")
    with pytest.raises(DataError, match=f"a.tif: .*{said}"):
        read_image(tmp_path / "a.tif")


def broken(ending):
    file = io.BytesIO()
    Image.fromarray(PIXELS).save(file, ending)
    return file.getvalue()[:-500]


def bitmap_header(width, height):
    """The first bytes of a BMP file, which claim a size."""
    start = b"BM" + struct.pack("<IHHI", 99, 0, 0, 54)
    numbers = (40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return start + struct.pack("<IiiHHIIiiII", *numbers)


@pytest.mark.parametrize(
    ("encoded", "said"),
    [
        (b"", "no readable JPEG.*0 bytes"),
        (b"text", "no readable JPEG.*4 bytes"),
        (broken("TIFF"), "a TIFF file of a kind.*or damaged"),
        (broken("BMP"), "no readable JPEG"),
        (broken("JPEG"), "truncated or damaged"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "HEIC.*pillow-heif"),
        (bitmap_header(9001, 9000), "9000 x 9001 pixels, over 80000000"),
    ],
)
def test_what_cannot_be_read_is_named_with_a_reason(encoded, said, tmp_path):
    (tmp_path / "x.png").write_bytes(encoded)
    with pytest.raises(DataError, match=f"x.png.*{said}"):
        read_image(tmp_path / "x.png")
