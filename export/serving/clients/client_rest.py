"""Send photographs to the served model over REST; Python alone is enough.

python client_rest.py photo.jpg other.png --output masks
"""

import argparse
import base64
import json
import struct
import sys
import urllib.error
import urllib.request
import zlib
from pathlib import Path

MODEL = "segmenter"
URL = "http://localhost:8501"
CLASSES = Path(__file__).with_name("classes.json")


def segment(
    images: list[bytes], url: str = URL, model: str = MODEL, timeout: float = 60
) -> list[bytes]:
    """The masks of JPEG or PNG files, which may differ in size.

    Args:
        images: the files' bytes.
        url: of the server's REST port.
        model: its name there.
        timeout: seconds to wait for the answer.

    Returns:
        One gray PNG of class ids for each image, upright as viewers show it.

    Raises:
        RuntimeError: the server refused the request; says why.
        OSError: the server cannot be reached.
    """
    body = {
        "signature_name": "image_bytes",
        "instances": [
            {"image_bytes": {"b64": base64.b64encode(image).decode()}}
            for image in images
        ],
    }
    request = urllib.request.Request(
        f"{url}/v1/models/{model}:predict",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            predictions = json.load(answer)["predictions"]
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"HTTP {error.code}: {_reason(error)}") from error
    return [base64.b64decode(mask["b64"]) for mask in predictions]


def _reason(error: urllib.error.HTTPError) -> str:
    """The server's own words, from JSON unless a proxy answered."""
    text = error.read().decode(errors="replace")
    try:
        return json.loads(text)["error"]
    except (ValueError, KeyError, TypeError):
        return text


def color(mask: bytes, palette: list[list[int]]) -> bytes:
    """The same PNG with a palette: viewers show colors, ids stay ids.

    Args:
        mask: a gray PNG of 8 bits; a paletted one stores its pixels alike.
        palette: one RGB color for each class.
    """
    signature, header, rest = mask[:8], mask[16:29], mask[33:]
    header = header[:9] + b"\x03" + header[10:]
    colors = bytes(channel for entry in palette for channel in entry)
    chunks = _chunk(b"IHDR", header) + _chunk(b"PLTE", colors)
    return signature + chunks + rest


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def _palette() -> list[list[int]] | None:
    if not CLASSES.exists():
        return None
    return json.loads(CLASSES.read_text(encoding="utf-8")).get("palette")


def main() -> int:
    """Write NAME.png for every photograph."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("images", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, default=Path("masks"))
    parser.add_argument("--url", default=URL)
    parser.add_argument("--model", default=MODEL)
    options = parser.parse_args()
    try:
        images = [path.read_bytes() for path in options.images]
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        masks = segment(images, options.url, options.model)
    except (RuntimeError, OSError) as error:
        print(f"{options.url}: {error}", file=sys.stderr)
        return 1
    options.output.mkdir(parents=True, exist_ok=True)
    palette = _palette()
    for path, mask in zip(options.images, masks, strict=True):
        target = options.output / f"{path.stem}.png"
        target.write_bytes(color(mask, palette) if palette else mask)
        print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
