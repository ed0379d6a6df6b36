"""Answer to the page: pictures and numbers of one photograph, as JSON."""

import base64
import io
import json

import numpy as np
from PIL import Image

from deeplab_family.app.asked_model import AskedOnce
from deeplab_family.predicting import Segmentation

QUALITY = 92


def answer_json(asked: AskedOnce) -> bytes:
    """JSON answer that the page draws.

    `image` is the photograph upright, as the network saw it (a JPEG).
    `class_map` and `confidence` are gray PNGs, of ids and of the probability
    of each pixel's class times 255; `confidence` is null where the file
    gives no probabilities. `mask` is the paletted PNG that `deeplab predict`
    writes. All are base64 and of one size. `classes` lists those that are
    there, the largest first, with their pixels' share and mean confidence.

    Args:
        asked: of the network.

    Returns:
        JSON in UTF-8.
    """
    segmentation = asked.segmentation
    height, width = segmentation.mask.shape
    confidence = confidence_of(segmentation)
    content = {
        "width": width,
        "height": height,
        "stored_width": asked.stored_size[1],
        "stored_height": asked.stored_size[0],
        "milliseconds": round(asked.milliseconds, 1),
        "is_first": asked.is_first,
        "asked": asked.text,
        "classes": classes_of(segmentation, confidence),
        "image": _base64(segmentation.image, "jpeg", quality=QUALITY),
        "class_map": _base64(segmentation.mask, "png"),
        "confidence": None
        if confidence is None
        else _base64(np.rint(255 * confidence).astype(np.uint8), "png"),
        "mask": _paletted(segmentation),
    }
    return json.dumps(content).encode()


def confidence_of(segmentation: Segmentation) -> np.ndarray | None:
    """float32 `(height, width)`; None where a file gives none."""
    if segmentation.ask() is None:
        return None
    return segmentation.confidence


def classes_of(
    segmentation: Segmentation, confidence: np.ndarray | None
) -> list[dict]:
    """Id, pixels, share and mean confidence of each class that is there."""
    ids = segmentation.mask.ravel()
    pixels = np.bincount(ids)
    sums = None if confidence is None else np.bincount(ids, confidence.ravel())
    order = sorted(np.flatnonzero(pixels), key=lambda i: -pixels[i])
    return [
        {
            "id": int(i),
            "pixels": int(pixels[i]),
            "share": float(pixels[i] / ids.size),
            "confidence": None if sums is None else float(sums[i] / pixels[i]),
        }
        for i in order
    ]


def _paletted(segmentation: Segmentation) -> str:
    picture = Image.fromarray(segmentation.mask)
    picture.putpalette(np.asarray(segmentation.palette, np.uint8).tobytes())
    return _encoded(picture, "png")


def _base64(pixels: np.ndarray, form: str, **options) -> str:
    return _encoded(
        Image.fromarray(np.ascontiguousarray(pixels)), form, **options
    )


def _encoded(picture: Image.Image, form: str, **options) -> str:
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
