"""Send photographs to the served model over REST; Python alone is enough.

python client_rest.py photo.jpg other.png --output masks
"""

import argparse
import base64
import json
import os
import struct
import sys
import unicodedata
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


def place_masks(
    images: list[Path], output: Path, overwrite: bool = False
) -> list[Path]:
    """Mask paths, `output/NAME.png`, if no file is lost by them.

    Args:
        images: the photographs, which exist.
        output: folder of the masks.
        overwrite: whether other files that are there may be replaced.

    Raises:
        ValueError: two masks would be one file (also where capital letters
            do not count), or one would replace a photograph or another file.
    """
    targets = [output / f"{path.stem}.png" for path in images]
    photographs = {_number(path): path for path in images}
    owners: dict[str, Path] = {}
    for path, target in zip(images, targets, strict=True):
        name = unicodedata.normalize("NFC", target.name).casefold()
        if owners.setdefault(name, path) is not path:
            raise ValueError(
                f"{owners[name]} and {path} would both become {target}; send "
                "them with an --output each"
            )
        if target.exists() and _number(target) in photographs:
            raise ValueError(
                f"{target} is a photograph that was sent; give another --output"
            )
        if os.path.lexists(target) and not (overwrite and target.is_file()):
            raise ValueError(
                f"{target} is there already; give another --output, or "
                "--overwrite to replace a file"
            )
    return targets


def _number(path: Path) -> tuple[int, int]:
    """The same for every name of a file, links included."""
    found = path.stat()
    return found.st_dev, found.st_ino


def write_whole(target: Path, content: bytes) -> None:
    """Write under another name, then rename: a file is whole or not there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.partial")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def main() -> int:
    """Write NAME.png for every photograph."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("images", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, default=Path("masks"))
    parser.add_argument("--overwrite", action="store_true")
    parser.add_argument("--url", default=URL)
    parser.add_argument("--model", default=MODEL)
    options = parser.parse_args()
    try:
        images = [path.read_bytes() for path in options.images]
        targets = place_masks(options.images, options.output, options.overwrite)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    try:
        masks = segment(images, options.url, options.model)
    except (RuntimeError, OSError) as error:
        print(f"{options.url}: {error}", file=sys.stderr)
        return 1
    palette = _palette()
    try:
        for target, mask in zip(targets, masks, strict=True):
            write_whole(target, color(mask, palette) if palette else mask)
            print(target)
    except OSError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
