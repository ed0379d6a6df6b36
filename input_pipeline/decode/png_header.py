"""The first bytes of a PNG file, which say how its pixels are stored.

Source: the PNG specification, section 11.2.1 (IHDR).
"""

import struct
from dataclasses import dataclass

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

    @property
    def described(self) -> str:
        """The same with an article: "an 8-bit RGB PNG"."""
        return f"{'an' if self.bit_depth == 8 else 'a'} {self.kind} PNG"


def read_png_header(encoded: bytes) -> PngHeader | None:
    """Reads the header; None when the bytes are not a PNG file."""
    if len(encoded) < 26 or not encoded.startswith(SIGNATURE):
        return None
    return PngHeader(*struct.unpack(">IIBB", encoded[16:26]))
