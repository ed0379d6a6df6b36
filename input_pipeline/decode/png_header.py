"""The first bytes of a PNG file, which say how its pixels are stored.

Source: the PNG specification, section 11.2.1 (IHDR).
"""

import struct
from dataclasses import dataclass

from input_pipeline.decode.orientation import AS_STORED, read_orientation

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GRAY, RGB, PALETTE, GRAY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
TURNED = (
    "has an EXIF orientation, which is not applied to labels: viewers show it "
    "turned. Save it upright, without the tag"
)
_KINDS = {
    GRAY: "grayscale",
    RGB: "RGB",
    PALETTE: "paletted",
    GRAY_ALPHA: "grayscale with alpha",
    RGB_ALPHA: "RGBA",
}


@dataclass(frozen=True)
class PngHeader:
    """Size in pixels, bits a sample, and the PNG color type."""

    width: int
    height: int
    bit_depth: int
    color_type: int

    @property
    def kind(self) -> str:
        """The color type in words, for messages."""
        name = _KINDS.get(self.color_type, f"color type {self.color_type}")
        return f"{self.bit_depth}-bit {name}"


def read_png_header(encoded: bytes) -> PngHeader | None:
    """Reads the header; None when the bytes are not a PNG file."""
    if len(encoded) < 26 or not encoded.startswith(SIGNATURE):
        return None
    return PngHeader(*struct.unpack(">IIBB", encoded[16:26]))


def label_problem(encoded: bytes, colored: bool = False) -> str | None:
    """Says why a file cannot hold class ids, or None when it can.

    Ids are read from 8-bit grayscale PNGs and from paletted PNGs of any
    depth, whose indices are the ids. Everything else would need a guess.

    Args:
        encoded: the bytes of the file.
        colored: True where the pixels are colors by the definition of the
            data set: then 8-bit RGB and paletted PNGs are good.
    """
    header = read_png_header(encoded)
    if header is None:
        return "is not a PNG file; labels must be PNG, other formats lose ids"
    if read_orientation(encoded) != AS_STORED:
        return TURNED
    if header.color_type == PALETTE:
        return None
    if colored:
        good = (header.color_type, header.bit_depth) == (RGB, 8)
        return None if good else _not_colored(header)
    if header.color_type == GRAY and header.bit_depth == 8:
        return None
    if header.color_type == GRAY:
        return (
            f"is a {header.kind} PNG; class ids must be 8-bit. Save the ids "
            "as an 8-bit grayscale PNG"
        )
    return (
        f"is an {header.kind} PNG; a label holds one class id a pixel, not a "
        "color. Convert each color to its class id and save 8-bit grayscale, "
        "or list the colors in label_map.json beside the labels of a folder"
    )


def _not_colored(header: PngHeader) -> str:
    return (
        f"is an {header.kind} PNG; the labels of this data set are colors. "
        "Take its own RGB files"
    )
