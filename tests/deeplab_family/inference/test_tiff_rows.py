"""TIFF files of every layout, read in rows, against tifffile's own reading."""

import numpy as np
import pytest
import tifffile

from deeplab_family.inference.tiff_rows import TiffRows
from input_pipeline import DataError
from tests.export.tiny_network import draw_images

LAYOUTS = {
    "tiles": {"tile": (32, 48), "compression": "zlib"},
    "strips": {"rowsperstrip": 7, "compression": "lzw"},
    "plain strips": {"rowsperstrip": 7},
    "mapped": {},
    "mapped big-endian": {"byteorder": ">"},
    "planes": {"planarconfig": "separate", "tile": (16, 16)},
    "mapped planes": {"planarconfig": "separate"},
    "big": {"bigtiff": True, "byteorder": ">", "predictor": True},
}
LAYOUTS["big"] |= {"compression": "zlib", "rowsperstrip": 20}


def write(path, image, layout, photometric="rgb"):
    if layout.get("planarconfig") == "separate":
        image = np.moveaxis(image, -1, 0)
    tifffile.imwrite(path, image, photometric=photometric, **layout)
    return path


def rows_of(path, step=17):
    with TiffRows(path) as rows:
        assert rows.height * rows.width
        parts = [
            rows.read(start, min(start + step, rows.height))
            for start in range(0, rows.height, step)
        ]
        rows.check_depth()
    return np.concatenate(parts)


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_rows_are_those_of_the_image(layout, depth, tmp_path):
    image = draw_images(1, 75, 110)[0]
    stored = image if depth == 8 else image * np.uint16(256) + (255 - image)
    path = write(tmp_path / "a.tif", stored, LAYOUTS[layout])
    np.testing.assert_array_equal(rows_of(path), image)


def test_gray_becomes_rgb_and_alpha_is_dropped(tmp_path):
    image = draw_images(1, 40, 50)[0]
    gray = image[..., :1].repeat(3, -1)
    for kind, expected in (
        ("minisblack", gray),
        ("miniswhite", 255 - gray),
    ):
        path = write(tmp_path / "gray.tif", image[..., 0], {}, kind)
        np.testing.assert_array_equal(rows_of(path), expected)
    alpha = np.concatenate([image, image[..., :1]], -1)
    path = write(tmp_path / "alpha.tif", alpha, {"extrasamples": [2]})
    np.testing.assert_array_equal(rows_of(path), image)


def test_a_palette_becomes_its_colors(tmp_path):
    indices = draw_images(1, 40, 50)[0, ..., 0] % 4
    colors = np.array([[1, 2, 3], [9, 8, 7], [255, 0, 128], [0, 0, 0]])
    table = np.zeros((3, 256), np.uint16)
    table[:, :4] = 257 * colors.T
    layout = {"colormap": table, "tile": (16, 16)}
    path = write(tmp_path / "p.tif", indices, layout, "palette")
    np.testing.assert_array_equal(rows_of(path), colors[indices])


def test_twelve_bits_in_a_file_of_sixteen_are_told(tmp_path):
    image = draw_images(1, 40, 50)[0].astype(np.uint16) * 16
    path = write(tmp_path / "camera.tif", image, {})
    with pytest.raises(DataError, match="camera.tif has 16 bits.*divided"):
        rows_of(path)


@pytest.mark.parametrize(
    ("image", "layout", "message"),
    [
        (np.zeros((9, 9, 3), np.float32), {}, "8 or 16 bits.*float32"),
        (np.zeros((9, 9, 5), np.uint8), {}, "1 to 4 channels.*Received: 5"),
        (
            np.zeros((9, 9, 3), np.uint8),
            {"extratags": [(274, 3, 1, 6, True)]},
            "turned .orientation 6",
        ),
    ],
    ids=["float", "five bands", "turned"],
)
def test_other_pixels_are_refused(image, layout, message, tmp_path):
    path = write(tmp_path / "a.tif", image, layout)
    with pytest.raises(DataError, match=message):
        TiffRows(path)


def test_what_is_packed_in_one_piece_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "deeplab_family.inference.tiff_rows.MOST_SEGMENT_BYTES", 2**12
    )
    layout = {"rowsperstrip": 75, "compression": "zlib"}
    path = write(tmp_path / "a.tif", draw_images(1, 75, 110)[0], layout)
    with pytest.raises(DataError, match="stretch by stretch.*TILED=YES"):
        TiffRows(path)


def test_damage_is_named_with_its_rows(tmp_path):
    layout = {"rowsperstrip": 10, "compression": "zlib"}
    path = write(tmp_path / "a.tif", draw_images(1, 75, 110)[0], layout)
    with tifffile.TiffFile(path) as file:
        offset = file.pages[0].dataoffsets[3]
    content = bytearray(path.read_bytes())
    content[offset : offset + 40] = bytes(40)
    path.write_bytes(content)
    with TiffRows(path) as rows:
        rows.read(0, 30)
        with pytest.raises(DataError, match="a.tif: rows 25 to 35 cannot"):
            rows.read(25, 35)


def test_another_file_is_refused(tmp_path):
    path = tmp_path / "a.tif"
    path.write_bytes(b"no image")
    with pytest.raises(DataError, match="a.tif: no TIFF file"):
        TiffRows(path)
