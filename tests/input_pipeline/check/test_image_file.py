import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataError
from input_pipeline.check.all_samples import image_size
from input_pipeline.decode.picture_header import MOST_PIXELS
from tests.input_pipeline.decode.draw_bombs import jpeg_bomb, png_bomb
from tests.input_pipeline.decode.draw_turned import turned_file
from tests.input_pipeline.draw_files import random_pixels

PATH = Path("a.jpg")


def encoded(kind, **options):
    stream = io.BytesIO()
    Image.fromarray(np.zeros((3, 5, 3), np.uint8)).save(stream, kind, **options)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_reads_height_and_width(kind):
    assert image_size(PATH, encoded(kind)) == (3, 5)


@pytest.mark.parametrize("side", [9_000, 50_000, 2**31 - 1])
def test_bombs_are_refused_before_decoding(side):
    assert side * side > MOST_PIXELS
    with pytest.raises(DataError, match="a.jpg .*before decoding"):
        image_size(PATH, png_bomb(side, side))


@pytest.mark.parametrize("side", [9_000, 60_000])
def test_jpeg_bombs_are_refused_too(side):
    with pytest.raises(DataError, match="a.jpg .*before decoding"):
        image_size(PATH, jpeg_bomb(encoded("JPEG"), side, side))


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\xd8\xff"])
def test_other_bytes_are_refused(content):
    with pytest.raises(DataError, match="a.jpg is not a readable picture"):
        image_size(PATH, content)


def test_other_formats_are_named():
    with pytest.raises(DataError, match="is a GIF file"):
        image_size(PATH, encoded("GIF"))


def test_animated_pictures_are_refused():
    stream = io.BytesIO()
    frames = [Image.new("RGB", (5, 3), color) for color in ("red", "blue")]
    frames[0].save(stream, "PNG", save_all=True, append_images=frames[1:])
    with pytest.raises(DataError, match="a.jpg is an animated PNG"):
        image_size(PATH, stream.getvalue())


def test_jpegs_with_a_second_view_are_read():
    stream = io.BytesIO()
    views = [Image.new("RGB", (5, 3), color) for color in ("red", "blue")]
    views[0].save(stream, "MPO", save_all=True, append_images=views[1:])
    assert image_size(PATH, stream.getvalue()) == (3, 5)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", range(9))
def test_the_size_is_that_of_the_upright_picture(kind, orientation):
    content = turned_file(random_pixels(0, (30, 50)), orientation, kind)
    assert image_size(PATH, content) == (30, 50)


def test_a_header_of_the_wrong_length_is_refused():
    content = bytearray(encoded("PNG"))
    content[11] = 5  # bytes of IHDR, which has 13
    with pytest.raises(DataError, match="a.jpg is not a readable picture"):
        image_size(PATH, bytes(content))
