"""Smoke test of a server: up, right, and still up after bad requests.

python smoke_test.py --url http://localhost:8501
"""

import argparse
import base64
import json
import struct
import sys
import time
import urllib.error
import urllib.request
import zlib

MODEL = "segmenter"
URL = "http://localhost:8501"
SIZES = ((48, 64), (32, 24))
PNG = b"\x89PNG\r\n\x1a\n"
# Exif data with one entry: orientation 6, as of a phone held upright.
ENTRY = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
TURNED = b"II*\0" + struct.pack("<IH", 8, 1) + ENTRY + bytes(4)


class Failure(Exception):
    """The server did not do what it should."""


def draw_png(
    height: int, width: int, pixels: bool = True, exif: bytes = b""
) -> bytes:
    """A PNG of color ramps; without pixels only its header is honest."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b""
    if pixels:
        row = [bytes((2 * x % 256, 90, 200)) for x in range(width)]
        rows = (b"\0" + b"".join(row)) * height
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    start = PNG + _chunk(*chunks[0]) + (_chunk(b"eXIf", exif) if exif else b"")
    return start + b"".join(_chunk(*chunk) for chunk in chunks[1:])


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def wait(url: str, model: str, seconds: float) -> None:
    """Return once a version of the model is available.

    Raises:
        Failure: none is after so many seconds.
    """
    end = time.monotonic() + seconds
    reason = ""
    while time.monotonic() < end:
        try:
            status = _get(f"{url}/v1/models/{model}")
            states = [v["state"] for v in status["model_version_status"]]
            if "AVAILABLE" in states:
                return
            reason = f"states {states}"
        except OSError as error:
            reason = str(error)
        time.sleep(0.2)
    raise Failure(f"{model} not available after {seconds:g} s: {reason}")


def check_masks(url: str, model: str) -> None:
    """Images of different sizes in one request, a mask for each back.

    The last one is stored lying on its side; its mask must be upright.

    Raises:
        Failure: the masks are no PNGs of the images' sizes.
    """
    images = [draw_png(*size) for size in SIZES]
    images.append(draw_png(*SIZES[0], exif=TURNED))
    sizes = (*SIZES, SIZES[0][::-1])
    code, answer = _ask(url, model, images)
    if code != 200:
        raise Failure(f"HTTP {code}: {answer}")
    for size, item in zip(sizes, answer["predictions"], strict=True):
        mask = base64.b64decode(item["b64"])
        width, height = struct.unpack(">II", mask[16:24])
        if not mask.startswith(PNG) or (height, width) != size:
            raise Failure(f"a mask of {height} x {width} for {size}")


def check_refusal(url: str, model: str, image: bytes) -> str:
    """The server's words on a bad image.

    Raises:
        Failure: it was not refused with HTTP 400.
    """
    code, answer = _ask(url, model, [image])
    if code != 400:
        raise Failure(f"a bad image was answered with HTTP {code}")
    return answer["error"]


def _get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def _ask(url, model, images):
    body = {
        "signature_name": "image_bytes",
        "instances": [
            {"image_bytes": {"b64": base64.b64encode(image).decode()}}
            for image in images
        ],
    }
    address = f"{url}/v1/models/{model}:predict"
    data = json.dumps(body).encode()
    try:
        with urllib.request.urlopen(address, data, timeout=120) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def main() -> int:
    """Run the checks in turn and say which failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--url", default=URL)
    parser.add_argument("--model", default=MODEL)
    parser.add_argument("--wait", type=float, default=60, help="seconds")
    options = parser.parse_args()
    place = options.url, options.model
    huge = draw_png(60_000, 60_000, pixels=False)
    print(f"waiting for {options.url}, up to {options.wait:g} s", flush=True)
    try:
        wait(*place, options.wait)
        check_masks(*place)
        print("three images, one of them turned: masks of their sizes")
        for name, image in [("no image", b"nonsense"), ("60000 x 60000", huge)]:
            print(f"{name}: refused: {check_refusal(*place, image)}")
        check_masks(*place)
        print("still serving")
    except (Failure, OSError) as error:
        print(f"FAILED: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
