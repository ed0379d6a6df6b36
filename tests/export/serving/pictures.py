"""Image files as clients send them, good and bad."""

import io
import struct
import zlib

import numpy as np
from PIL import Image

from tests.input_pipeline.decode.draw_scans import with_scans
from tests.input_pipeline.decode.draw_turned import with_chunk


def encode(image, kind="PNG", **options):
    buffer = io.BytesIO()
    image = Image.fromarray(image) if isinstance(image, np.ndarray) else image
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def read_mask(content):
    return np.asarray(Image.open(io.BytesIO(content)))


def noise(height=20, width=30):
    rng = np.random.default_rng(0)
    return rng.integers(0, 256, (height, width, 3)).astype(np.uint8)


def png_header(height, width, bits=8):
    header = struct.pack(">IIBBBBB", width, height, bits, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + bytes(100)
    )


def jpeg_header(height, width):
    """A good JPEG whose start-of-frame marker lies about its size."""
    content = bytearray(encode(noise(), "JPEG"))
    place = content.index(b"\xff\xc0")
    content[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def animated_gif():
    frames = [Image.fromarray(noise()) for _ in range(2)]
    return encode(frames[0], "GIF", save_all=True, append_images=frames[1:])


def changed(content):
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def with_texts(content, count):
    """The PNG with so many texts, each of which unpacks to a megabyte."""
    text = b"Comment\0\0" + zlib.compress(bytes(2**20))
    for _ in range(count):
        content = with_chunk(content, b"zTXt", text)
    return content


BAD = {
    "empty": (b"", "neither a JPEG nor a PNG"),
    "text": (b"<html>no image</html>", "neither a JPEG nor a PNG"),
    "animated GIF": (animated_gif(), "neither a JPEG nor a PNG"),
    "BMP": (encode(noise(), "BMP"), "neither a JPEG nor a PNG"),
    "start of a JPEG": (b"\xff\xd8\xff\xe0", "damaged or cut off"),
    "truncated JPEG": (encode(noise(), "JPEG")[:-300], "damaged or cut off"),
    "progressive JPEG of 3010 scans": (
        with_scans(noise(), 3000),
        "of this size 100 scans are allowed",
    ),
    "start of a PNG": (encode(noise())[:20], "ends within its header"),
    "PNG of 40 packed texts": (
        with_texts(encode(noise()), 40),
        "of this size 32 zTXt and iTXt chunks are allowed",
    ),
    "truncated PNG": (encode(noise())[:500], "damaged or cut off"),
    "PNG with a changed byte": (changed(encode(noise())), "damaged or cut"),
    "PNG with a damaged tag": (
        with_chunk(encode(noise()), b"zTXt", b"Raw profile type exif\0\0bad"),
        "damaged or cut off",
    ),
    "huge PNG": (png_header(60_000, 60_000), "60000 x 60000 pixels"),
    "larger PNG": (png_header(2**32 - 1, 2**32 - 1), "pixels, but 1 to"),
    "PNG without pixels": (png_header(0, 7), "0 x 7 pixels"),
    "huge JPEG": (jpeg_header(60_000, 60_000), "60000 x 60000 pixels"),
    "CMYK JPEG": (
        encode(Image.fromarray(noise()).convert("CMYK"), "JPEG"),
        "CMYK",
    ),
    "16-bit PNG": (
        encode(Image.fromarray(noise()[..., 0].astype(np.uint16) * 256)),
        "16 bits a channel",
    ),
}
