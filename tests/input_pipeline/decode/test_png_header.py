import io
import struct
import zlib

import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from input_pipeline.decode.png_header import (
    is_png,
    plain_gray_shape,
    png_bit_depth,
    png_color_type,
    png_shape,
    read_png_chunks,
    read_png_header,
)
from tests.input_pipeline.draw_files import palette_image

IDS = np.zeros((3, 5), np.uint8)


def png(image, **options):
    stream = io.BytesIO()
    image.save(stream, "PNG", **options)
    return stream.getvalue()


def test_reads_size_and_kind():
    header = read_png_header(png(Image.fromarray(IDS)))
    assert (header.width, header.height) == (5, 3)
    assert header.kind == "8-bit grayscale"
    assert header.described == "an 8-bit grayscale PNG"
    deep = read_png_header(png(Image.new("I;16", (5, 3))))
    assert deep.described == "a 16-bit grayscale PNG"


@pytest.mark.parametrize("encoded", [b"", b"\x89PNG", b"\xff\xd8\xff" * 20])
def test_other_bytes_have_no_header(encoded):
    assert read_png_header(encoded) is None


def test_chunks_are_those_that_were_written():
    file = png(palette_image(IDS), transparency=1)
    chunks = dict(read_png_chunks(file))
    assert list(chunks) == [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"]
    assert chunks[b"IHDR"] == struct.pack(">IIBBBBB", 5, 3, 8, 3, 0, 0, 0)
    assert chunks[b"PLTE"][:6] == bytes((9, 9, 9, 200, 0, 0))
    pixels = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8)
    np.testing.assert_array_equal(pixels.reshape(3, 6)[:, 1:], IDS)


@pytest.mark.parametrize("length", [0, 7, 10, 40, 60])
def test_chunks_end_where_the_file_does(length):
    file = png(palette_image(IDS))
    found = list(read_png_chunks(file[:length]))
    assert found == list(read_png_chunks(file))[: len(found)]
    assert len(found) == (length >= 33)


@pytest.mark.parametrize("mode", ["L", "RGB", "P", "LA", "RGBA", "I;16", "1"])
def test_the_graph_reads_the_same(mode):
    file = png(Image.new(mode, (700, 3)))
    header = read_png_header(file)
    encoded = tf.constant(file)
    assert is_png(encoded) and not is_png(tf.constant(file[:32]))
    assert png_shape(encoded).numpy().tolist() == [3, 700]
    assert png_bit_depth(encoded) == header.bit_depth
    assert png_color_type(encoded) == header.color_type


def plain_shape(file):
    return plain_gray_shape(tf.constant(file)).numpy().tolist()


def with_chunk(file, kind, content=b"x"):
    """The file with one chunk more behind its header."""
    checked = kind + content
    chunk = struct.pack(">I", len(content)) + checked
    chunk += struct.pack(">I", zlib.crc32(checked))
    return file[:33] + chunk + file[33:]


def test_what_most_programs_write_as_a_label_is_plain():
    for size in ((5, 3), (700, 300)):
        assert plain_shape(png(Image.new("L", size))) == [size[1], size[0]]


@pytest.mark.parametrize("mode", ["RGB", "P", "LA", "RGBA", "I;16", "1"])
def test_other_pixels_are_not_plain(mode):
    assert plain_shape(png(Image.new(mode, (5, 3)))) == [0, 0]


def test_files_with_more_in_them_are_not_plain():
    file = png(Image.new("L", (5, 3)))
    interlaced = file[:28] + b"\1" + file[29:]
    others = [
        b"",
        b"\x89PNG",
        file[:40],
        file[:-1],
        file + b"x",
        b"\xff\xd8\xff" * 20,
        interlaced,
        with_chunk(file, b"eXIf"),
        with_chunk(file, b"tEXt", b"Raw profile type exif\0"),
        with_chunk(file, b"IDAT"),
        file[:-12] + with_chunk(file, b"eXIf")[33:46] + file[-12:],
    ]
    assert [plain_shape(other) for other in others] == [[0, 0]] * len(others)
