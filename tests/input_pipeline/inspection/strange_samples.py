"""Samples that have something odd about them, as bytes made by code."""

import io
import zlib

import numpy as np
from PIL import Image

from input_pipeline import DatasetSpec
from tests.input_pipeline.decode.draw_bombs import jpeg_bomb, png_bomb
from tests.input_pipeline.decode.draw_scans import with_scans
from tests.input_pipeline.decode.draw_turned import (
    TURNS,
    encode,
    profile,
    tiff,
    turned_file,
    with_chunk,
)
from tests.input_pipeline.decode.stored_files import npy
from tests.input_pipeline.draw_files import (
    SIZE,
    palette_image,
    random_ids,
    random_pixels,
)

COLORS = ((9, 9, 9), (200, 0, 0), (0, 0, 200))
PLAIN = DatasetSpec(("road", "sky", "car"), COLORS)
MAPPED = DatasetSpec(
    PLAIN.class_names, COLORS, label_map=((0, 0), (1, 1), (2, 2), (7, 255))
)
COLORED = DatasetSpec(
    PLAIN.class_names,
    COLORS,
    label_colors=(*zip(COLORS, range(3), strict=True), ((0, 0, 0), 255)),
)
STREET = DatasetSpec(tuple("abcdefghijklmnopqrs"), COLORS[:1] * 19)

PIXELS, IDS = random_pixels(0), random_ids(0)
JPEG, PNG = encode(PIXELS), encode(PIXELS, "PNG")
LABEL = encode(IDS, "PNG")
_TABLE = np.zeros((256, 3), np.uint8)
_TABLE[:3] = COLORS
MASK = encode(_TABLE[IDS], "PNG")
LYING = Image.fromarray(IDS).transpose(Image.Transpose.ROTATE_90)
BAD_PROFILE = b"Raw profile type exif\0\0no zlib"
TEXTS = b"Comment\0\0" + zlib.compress(b"many words")


def saved(picture, kind="PNG", **options):
    """The bytes of a Pillow picture."""
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def changed(content, place, value):
    """The bytes with one of them replaced."""
    return content[:place] + bytes([value]) + content[place + 1 :]


def many_texts(png, count=40):
    for _ in range(count):
        png = with_chunk(png, b"zTXt", TEXTS)
    return png


def animated():
    first, second = (Image.fromarray(random_pixels(n)) for n in (0, 1))
    return saved(first, save_all=True, append_images=[second])


def deep(highest):
    ramp = np.arange(SIZE[0] * SIZE[1]).reshape(SIZE)
    return encode((ramp * highest // ramp.max()).astype(np.uint16), "PNG")


def _images():
    yield "jpeg", JPEG
    yield "png", PNG
    for kind in ("GIF", "WEBP", "BMP", "TIFF"):
        yield kind, saved(Image.fromarray(PIXELS), kind)
    for mode in ("L", "CMYK"):
        yield mode, saved(Image.fromarray(PIXELS).convert(mode), "JPEG")
    for mode in ("1", "LA", "P", "RGBA"):
        yield mode, saved(Image.fromarray(PIXELS).convert(mode))
    yield "empty", b""
    yield "text", b"hello"
    yield "signature alone", PNG[:8]
    yield "header alone", PNG[:33]
    for share in (0.1, 0.5, 0.95):
        yield f"jpeg cut at {share}", JPEG[: int(len(JPEG) * share)]
        yield f"png cut at {share}", PNG[: int(len(PNG) * share)]
    yield "png header of a wrong length", changed(PNG, 11, 5)
    yield "png of a wrong checksum", changed(PNG, 30, PNG[30] ^ 1)
    yield "png of no color type", changed(PNG, 25, 5)
    yield "png of no pixels", png_bomb(0, 36)
    for side in (9_000, 20_000, 2**31 - 1):
        yield f"png of side {side}", png_bomb(side, side)
    yield "jpeg bomb", jpeg_bomb(JPEG, 60_000, 60_000)
    yield "animated", animated()
    yield "scans", with_scans(PIXELS, 3000)
    yield "texts", many_texts(PNG)
    yield "12 of 16 bits", deep(4095)
    for name, channels, value in (("bands", 4, 1), ("floats", 3, 0.5)):
        yield name, npy(np.full((*SIZE, channels), value))
    yield "no numbers", npy(np.full((*SIZE, 3), np.nan))
    yield "16 bits", deep(51810)
    for turn in (*TURNS, 0, 1, 9):
        for kind in ("JPEG", "PNG"):
            yield f"{kind} turned {turn}", turned_file(PIXELS, turn, kind)
    square = random_pixels(0, (36, 36))
    yield "square, turned", turned_file(square, 6)
    text = with_chunk(PNG, b"tEXt", profile_text(3))
    yield "turned by a text", text
    packed = b"Raw profile type exif\0\0"
    yield (
        "turned by a damaged text",
        with_chunk(PNG, b"zTXt", packed + b"no zlib"),
    )
    damaged = with_chunk(PNG, b"zTXt", b"Comment\0\0 no zlib data")
    yield "damaged text", damaged
    yield "damaged profile", with_chunk(PNG, b"iCCP", b"a\0\0 no zlib data")
    yield "short physical size", with_chunk(PNG, b"pHYs", b"\0")
    yield "short gamma", with_chunk(PNG, b"gAMA", b"\0")
    yield "short transparency", with_chunk(PNG, b"tRNS", b"\0")
    yield "short animation", with_chunk(PNG, b"acTL", b"\0")
    yield "animation of nothing", with_chunk(PNG, b"acTL", bytes(8))


def profile_text(orientation):
    """An orientation as ImageMagick wrote it before eXIf existed."""
    keyword = b"Raw profile type exif\0"
    return keyword + profile(b"Exif\0\0" + tiff(orientation))


def _labels():
    yield "gray", LABEL
    yield "mask", MASK
    yield "palette", saved(palette_image(IDS))
    yield "palette of 4 bits", saved(palette_image(IDS % 3), bits=4)
    yield "palette cut off", saved(palette_image(IDS))[:-40]
    yield "empty", b""
    yield "text", b"hello"
    yield "signature alone", LABEL[:8]
    yield "header alone", LABEL[:33]
    yield "half a header", LABEL[:28]
    for name, content in (("gray", LABEL), ("mask", MASK)):
        for share in (0.1, 0.5, 0.95):
            cut = content[: int(len(content) * share)]
            yield f"{name} cut at {share}", cut
        yield f"{name}, many texts", many_texts(content)
        damaged = with_chunk(content, b"zTXt", BAD_PROFILE)
        yield f"{name}, turned by a damaged text", damaged
        turned = with_chunk(content, b"eXIf", tiff(6))
        yield f"{name}, turned", turned
        text = with_chunk(content, b"tEXt", profile_text(3))
        yield f"{name}, turned by a text", text
        flat = with_chunk(content, b"eXIf", tiff(1))
        yield f"{name}, upright", flat
    yield "lying", saved(LYING)
    exif = Image.Exif()
    exif[0x0112] = 6
    yield "lying, turned", saved(LYING, exif=exif)
    for kind in ("JPEG", "GIF", "BMP"):
        yield kind, saved(Image.fromarray(IDS), kind)
    for mode in ("1", "LA", "RGBA", "RGB"):
        yield mode, saved(Image.fromarray(IDS).convert(mode))
    yield "16 bits", encode(IDS.astype(np.uint16), "PNG")
    yield "16 bits cut off", encode(IDS.astype(np.uint16), "PNG")[:-60]
    yield "another size", encode(random_ids(0, (30, 40)), "PNG")
    yield "bomb", png_bomb(60_000, 60_000, color_type=0)
    yield "no pixels", png_bomb(0, 36, color_type=0)
    yield "wrong checksum", changed(LABEL, 30, LABEL[30] ^ 1)
    yield "unknown id", encode(np.where(IDS == 2, 7, IDS), "PNG")
    yield "unknown color", encode(_TABLE[IDS] + np.uint8(1), "PNG")
    yield "many colors", encode(PIXELS, "PNG")
    yield "all ignored", encode(np.full(SIZE, 255, np.uint8), "PNG")
    yield "street ids", encode(IDS % 2 * np.uint8(19) + np.uint8(7), "PNG")
    yield "ids of an image", encode(PIXELS[..., 0].copy(), "PNG")
    yield "damaged text", with_chunk(LABEL, b"zTXt", b"Comment\0\0 no zlib")
    small = saved(palette_image(IDS % 3), bits=2)
    place = small.index(b"PLTE") - 4
    size = int.from_bytes(small[place : place + 4], "big")
    gone = small[:place] + small[place + 12 + size :]
    yield "without its palette", gone


def strange_samples():
    """Yields name, image, label and spec of each sample."""
    for name, image in _images():
        yield f"image: {name}", image, LABEL, PLAIN
    specs = {"plain": PLAIN, "map": MAPPED, "colors": COLORED, "19": STREET}
    for name, label in _labels():
        for what, spec in specs.items():
            yield f"label ({what}): {name}", JPEG, label, spec
    broken = ("empty", JPEG[:300]), ("turned", turned_file(PIXELS, 3))
    for name, image in broken:
        yield f"both: {name}", image, LABEL[:60], PLAIN
