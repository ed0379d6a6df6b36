import io

import numpy as np
import pytest
from PIL import Image

from input_pipeline.decode.png_header import label_problem, read_png_header
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


@pytest.mark.parametrize("encoded", [b"", b"\x89PNG", b"\xff\xd8\xff" * 20])
def test_other_bytes_have_no_header(encoded):
    assert read_png_header(encoded) is None
    assert "not a PNG" in label_problem(encoded)


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_gray_and_palettes_of_any_depth_may_hold_ids(bits):
    assert label_problem(png(Image.fromarray(IDS))) is None
    assert label_problem(png(palette_image(IDS), bits=bits)) is None


@pytest.mark.parametrize(
    ("image", "kind", "fix"),
    [
        (Image.new("RGB", (5, 3)), "8-bit RGB PNG", "class id"),
        (Image.new("RGBA", (5, 3)), "8-bit RGBA PNG", "class id"),
        (Image.new("LA", (5, 3)), "with alpha PNG", "class id"),
        (Image.new("I;16", (5, 3)), "16-bit grayscale PNG", "8-bit"),
        (Image.new("1", (5, 3)), "1-bit grayscale PNG", "8-bit"),
    ],
)
def test_other_kinds_are_named_with_the_fix(image, kind, fix):
    problem = label_problem(png(image))
    assert kind in problem and fix in problem


def test_a_label_that_viewers_show_turned_is_refused():
    exif = Image.Exif()
    exif[0x0112] = 3
    turned = png(Image.fromarray(IDS), exif=exif)
    assert "EXIF orientation" in label_problem(turned)
    exif[0x0112] = 1
    assert label_problem(png(Image.fromarray(IDS), exif=exif)) is None
