import io

import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline.decode.image import decode_image, decode_window
from input_pipeline.decode.jpeg_segments import is_jpeg
from input_pipeline.decode.label import decode_label
from input_pipeline.decode.picture_header import (
    MOST_PIXELS,
    MOST_SCANS,
    MOST_TEXTS,
    checked_picture,
    is_png,
    stored_shape,
)
from tests.input_pipeline.decode.draw_bombs import jpeg_bomb, png_bomb
from tests.input_pipeline.decode.draw_scans import with_scans
from tests.input_pipeline.decode.draw_turned import with_chunk
from tests.input_pipeline.draw_files import SIZE, random_pixels


def encoded(kind):
    stream = io.BytesIO()
    Image.fromarray(random_pixels(0)).save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_shape_and_kind_are_read_from_the_header(kind):
    file = tf.constant(encoded(kind))
    assert stored_shape(file).numpy().tolist() == list(SIZE)
    assert bool(is_jpeg(file)) == (kind == "JPEG")
    assert bool(is_png(file)) == (kind == "PNG")
    assert checked_picture(file) == file


@pytest.mark.parametrize("side", [9_000, 60_000])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_bombs_are_refused_before_decoding(kind, side):
    assert side * side > MOST_PIXELS
    file = (
        png_bomb(side, side)
        if kind == "PNG"
        else jpeg_bomb(encoded("JPEG"), side, side)
    )
    for decode in (decode_image, lambda f: decode_window(f, (0, 0, 4, 4))):
        dataset = tf.data.Dataset.from_tensors(file).map(decode)
        with pytest.raises(tf.errors.OpError, match="refused before decoding"):
            next(iter(dataset))


@pytest.mark.parametrize("color_type", [0, 3])
@pytest.mark.parametrize("side", [0, 60_000, 2**31, 2**32 - 1])
def test_label_bombs_are_refused_too(color_type, side):
    with pytest.raises(tf.errors.OpError, match="refused before decoding"):
        decode_label(tf.constant(png_bomb(side, side, color_type)))


@pytest.mark.parametrize(
    ("width", "height"), [(0, 5), (5, 0), (2**32 - 1, 2**32 - 1)]
)
def test_sizes_that_no_picture_has_are_refused(width, height):
    with pytest.raises(tf.errors.OpError, match="refused before decoding"):
        checked_picture(tf.constant(png_bomb(width, height)))


@pytest.mark.parametrize(
    "file", [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"GIF89a"]
)
def test_other_bytes_are_refused(file):
    with pytest.raises(tf.errors.OpError, match="neither JPEG nor PNG"):
        checked_picture(tf.constant(file))


def sized(jpeg, side):
    """A progressive JPEG whose header claims another size."""
    place = jpeg.index(b"\xff\xc2") + 5
    sides = side.to_bytes(2, "big") * 2
    return jpeg[:place] + sides + jpeg[place + 4 :]


def test_very_many_scans_are_refused_before_decoding():
    pixels = random_pixels(0)
    decode_image(tf.constant(with_scans(pixels, MOST_SCANS - 10)))
    file = tf.constant(with_scans(pixels, MOST_SCANS - 9))
    for decode in (decode_image, lambda f: decode_window(f, (0, 0, 4, 4))):
        with pytest.raises(tf.errors.OpError, match="100 scans are allowed"):
            decode(file)


def test_a_large_picture_may_have_fewer_scans():
    side = 8_900  # 79 million pixels
    few = tf.constant(sized(with_scans(random_pixels(0), 15), side))
    assert checked_picture(few) == few
    many = tf.constant(sized(with_scans(random_pixels(0), 16), side))
    with pytest.raises(tf.errors.OpError, match=" 25 scans are allowed"):
        checked_picture(many)


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt"])
def test_very_many_packed_texts_are_refused_before_decoding(kind):
    file = encoded("PNG")
    text = b"Comment\0\1\0\0\0x"
    for _ in range(MOST_TEXTS):
        file = with_chunk(file, kind, text)
    assert checked_picture(file) == file
    with pytest.raises(tf.errors.OpError, match="32 zTXt and iTXt chunks"):
        checked_picture(with_chunk(file, kind, text))
