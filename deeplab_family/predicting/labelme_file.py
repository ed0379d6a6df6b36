"""LabelMe JSON: the regions of one photograph, to be corrected there.

LabelMe fills a polygon with its outline, so the points lie on pixels of the
region. Where that does not give the region back, as with holes, it is stored
as a mask.

Source: wkentaro/labelme, `_label_file.py` and `utils/shape.py`, version 6.3.
"""

import base64
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from deeplab_family.photographs import MediaFile
from deeplab_family.predicting.segmentation import Segmentation
from input_pipeline.annotations.background import background_id
from input_pipeline.annotations.polygons import Polygon
from input_pipeline.atomic_files import write_atomic

VERSION = "5.5.0"
"""Of the format."""
LABELS = "labels.txt"
IGNORED, BACKGROUND = "__ignore__", "_background_"


def write_labelme(
    path: Path,
    file: MediaFile,
    segmentation: Segmentation,
    regions: Sequence[Polygon],
) -> None:
    """Writes the regions of a photograph.

    Args:
        path: of the JSON file.
        file: the photograph, which LabelMe looks for where it lies now.
        segmentation: of the photograph.
        regions: what to draw on it.

    Raises:
        OSError: if the file cannot be written.
    """
    height, width = segmentation.mask.shape
    names = segmentation.class_names
    content = {
        "version": VERSION,
        "flags": {},
        "shapes": [_shape(one, names[one.class_id]) for one in regions],
        "imagePath": _from_there(file.path, path.parent),
        "imageData": None,
        "imageHeight": height,
        "imageWidth": width,
    }
    write_atomic(path, json.dumps(content) + "\n")


def write_labels(path: Path, class_names: Sequence[str]) -> None:
    """Writes `labels.txt`, for `labelme --labels`.

    Args:
        path: of the file.
        class_names: of the model.
    """
    background = background_id(class_names)
    lines = [IGNORED]
    lines += [BACKGROUND] if background is not None else []
    lines += [n for i, n in enumerate(class_names) if i != background]
    write_atomic(path, "".join(f"{line}\n" for line in lines))


def _from_there(image: Path, folder: Path) -> str:
    """The way from a folder to a photograph; frames of videos have none."""
    if not image.exists():
        return image.name
    try:
        return Path(os.path.relpath(image, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return image.absolute().as_posix()


def _shape(region: Polygon, label: str) -> dict:
    left, top, width, height = region.box
    mask = region.mask
    points = _outline(mask)
    is_polygon = points is not None
    if is_polygon:
        points = (points + (left, top)).tolist()
    else:
        points = [[left, top], [left + width - 1, top + height - 1]]
    return {
        "label": label,
        "points": points,
        "group_id": None,
        "description": "",
        "shape_type": "polygon" if is_polygon else "mask",
        "flags": {},
        "mask": None if is_polygon else _png(mask),
    }


def _outline(mask: np.ndarray) -> np.ndarray | None:
    """Points of the polygon that LabelMe fills as this; None without one."""
    if mask.sum() < 3:
        return None
    found, _ = cv2.findContours(
        mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    points = found[0][:, 0]
    if len(found) > 1 or len(points) < 3:
        return None
    picture = Image.new("1", mask.shape[::-1])
    corners = [tuple(point) for point in points.tolist()]
    ImageDraw.Draw(picture).polygon(corners, fill=1, outline=1)
    return points if np.array_equal(np.array(picture, bool), mask) else None


def _png(mask: np.ndarray) -> str:
    stream = io.BytesIO()
    Image.fromarray(mask.astype(np.uint8) * 255).save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode("ascii")
