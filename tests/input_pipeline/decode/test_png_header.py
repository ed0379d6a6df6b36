import io

import numpy as np
import pytest
from PIL import Image

from input_pipeline.decode.png_header import read_png_header

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
