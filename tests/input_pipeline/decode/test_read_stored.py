import io
import struct
import sys

import numpy as np
import pytest
import tifffile
from PIL import Image

from input_pipeline.decode.fitted_pixels import fitted_pixels
from input_pipeline.decode.read_stored import read_stored
from input_pipeline.decode.stored_picture import StoredPicture
from input_pipeline.errors import PictureError
from input_pipeline.picture_format import ORDINARY, PictureFormat
from tests.input_pipeline.decode.stored_files import bands, npy, png, tiff


@pytest.mark.parametrize("write", [npy, tiff, png])
@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize(
    ("dtype", "highest"), [(np.uint8, 255), (np.uint16, 4095)]
)
def test_every_value_is_read_as_it_was_written(write, channels, dtype, highest):
    array = bands(channels, dtype, highest)
    read = read_stored(write(array))
    assert read.pixels.dtype == dtype
    np.testing.assert_array_equal(read.pixels, array)


@pytest.mark.parametrize("channels", [2, 7])
@pytest.mark.parametrize("planes", ["contig", "separate"])
def test_bands_of_a_tiff_come_last(channels, planes):
    array = bands(channels, np.float32, 1000) / 1000
    stored = array if planes == "contig" else np.moveaxis(array, -1, 0)
    read = read_stored(tiff(stored, planarconfig=planes))
    np.testing.assert_array_equal(read.pixels, array)


def test_only_a_tiff_that_says_so_has_alpha():
    array = bands(4, np.uint8, 255)
    options = {"photometric": "rgb"}
    opaque = read_stored(tiff(array, **options, extrasamples=["unassalpha"]))
    infrared = read_stored(tiff(array, **options, extrasamples=["unspecified"]))
    assert opaque.has_alpha and not infrared.has_alpha
    with pytest.raises(PictureError, match="4 channels, where 3 are expected"):
        fitted_pixels(infrared, ORDINARY)
    rgb = fitted_pixels(opaque, ORDINARY)
    np.testing.assert_array_equal(rgb, array[..., :3])


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_that_of_pillow(orientation):
    array = bands(3, np.uint8, 255)
    stream = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.fromarray(array).save(stream, "PNG", exif=exif)
    photograph = read_stored(stream.getvalue())
    tagged = read_stored(
        tiff(
            array,
            photometric="rgb",
            extratags=[(274, 3, 1, orientation, False)],
        )
    )
    assert photograph.orientation == tagged.orientation == orientation
    np.testing.assert_array_equal(tagged.pixels, photograph.pixels)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_values_become_0_to_255_in_between_linearly(dtype):
    array = bands(2, dtype, 200)
    limits = (20, 170)
    pictures = PictureFormat(channels=2, value_range=limits)
    pixels = fitted_pixels(StoredPicture(array), pictures)
    line = np.interp(array.astype(float), limits, (0, 255))
    np.testing.assert_array_equal(pixels, line.astype(np.float32))


def test_twelve_bits_keep_all_their_levels():
    array = np.arange(4096, dtype=np.uint16).reshape(64, 64, 1)
    pictures = PictureFormat(channels=1, value_range=(0, 4095))
    pixels = fitted_pixels(StoredPicture(array), pictures)
    assert len(np.unique(pixels)) == 4096


@pytest.mark.parametrize(
    ("dtype", "white"), [(np.uint8, 255), (np.uint16, 65535)]
)
def test_range_of_integers_is_that_of_their_bits(dtype, white):
    array = np.full((2, 2, 4), white, dtype)
    pixels = fitted_pixels(StoredPicture(array), PictureFormat(channels=4))
    assert (pixels == 255).all()


@pytest.mark.parametrize(
    ("array", "pictures", "reason"),
    [
        (bands(4, np.uint16, 4095), PictureFormat(channels=4), "highest value"),
        (bands(1, np.float32, 9), PictureFormat(channels=1), "values from 0"),
        (bands(1, np.int32, 9), PictureFormat(channels=1), "values from 0"),
        (bands(3, np.uint8, 9), PictureFormat(channels=1), "3 channels"),
        (bands(2, np.uint8, 9), ORDINARY, "2 channels, where 3"),
        (
            np.full((2, 2, 1), np.inf),
            PictureFormat(channels=1, value_range=(0, 1)),
            "no numbers",
        ),
    ],
)
def test_what_nobody_can_know_is_refused(array, pictures, reason):
    with pytest.raises(PictureError, match=reason):
        fitted_pixels(StoredPicture(array), pictures)


def test_gray_is_three_equal_channels_and_back():
    gray = bands(1, np.uint8, 255)
    rgb = fitted_pixels(StoredPicture(gray), ORDINARY)
    assert (rgb == gray).all() and rgb.shape[-1] == 3
    again = fitted_pixels(StoredPicture(rgb), PictureFormat(channels=1))
    np.testing.assert_array_equal(again, gray.astype(np.float32))


def with_shape(shape, dtype="<u2", body=b""):
    """An NPY file that claims a shape."""
    text = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': {shape}}}"
    head = text.ljust(117).encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head + body


def huge_tiff():
    """A few bytes that claim 60,000 x 60,000 pixels."""
    content = bytearray(tiff(bands(1, np.uint8, 255)))
    with tifffile.TiffFile(io.BytesIO(bytes(content))) as file:
        places = [file.pages[0].tags[tag].valueoffset for tag in (256, 257)]
    for place in places:
        content[place : place + 4] = struct.pack("<I", 60000)
    return bytes(content)


class Attack:
    """Writes a file when it is unpickled."""

    def __reduce__(self):
        return (open, ("/tmp/attacked_by_npy", "w"))


HOSTILE = {
    "objects": npy(np.array([[Attack()]])),
    "truncated npy": npy(bands(4, np.uint16, 9))[:-7],
    "npy and more": npy(bands(4, np.uint16, 9)) + b"more",
    "npy bomb": with_shape((60000, 60000)),
    "npy of many channels": with_shape((9000, 9000, 9)),
    "npy of text": with_shape((2, 2), "<U4", b"\0" * 64),
    "npy of no pixels": with_shape((0, 5, 3)),
    "npy of four axes": npy(np.zeros((2, 2, 2, 2))),
    "channels first": npy(np.zeros((4, 36, 48), np.uint8)),
    "npy of code": with_shape("__import__('os').abort()"),
    "tiff bomb": huge_tiff(),
    "truncated tiff": tiff(bands(4, np.uint16, 9))[:-900],
    "tiff head": b"II*\0",
    "bmp": b"BM" + bytes(60),
    "empty": b"",
    "truncated 16-bit png": png(bands(3, np.uint16, 9))[:80],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words(name):
    with pytest.raises(PictureError) as caught:
        read_stored(HOSTILE[name])
    assert len(str(caught.value)) > 8
    claims = name in ("npy bomb", "npy of many channels", "tiff bomb")
    assert claims == (caught.value.code == "image_huge")
    if name in ("truncated npy", "npy and more"):
        assert "stated" in str(caught.value)


def test_every_cut_of_a_file_is_read_or_refused():
    whole = {
        "npy": npy(bands(2, np.uint8, 9, size=(4, 4))),
        "tiff": tiff(bands(2, np.uint8, 9, size=(4, 4))),
    }
    for content in whole.values():
        for end in range(len(content)):
            try:
                read_stored(content[:end])
            except PictureError:
                continue
            assert end > len(content) - 33  # nothing but padding is missing


def test_heic_without_its_package_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(PictureError, match="pip install pillow-heif"):
        read_stored(b"\0\0\0\x18ftypheic" + bytes(40))


def test_tiff_without_tifffile_is_gray_and_rgb_alone(monkeypatch):
    monkeypatch.setitem(sys.modules, "tifffile", None)
    rgb = bands(3, np.uint8, 255)
    read = read_stored(tiff(rgb, photometric="rgb"))
    np.testing.assert_array_equal(read.pixels, rgb)
    with pytest.raises(PictureError, match="tifffile"):
        read_stored(tiff(bands(4, np.uint8, 255), photometric="rgb"))
