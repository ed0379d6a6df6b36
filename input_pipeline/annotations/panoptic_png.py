"""Segments of COCO panoptic: a PNG of ids, and a class for each id.

The id of a pixel is R + 256 G + 65536 B; 0 is void, no segment.

Source: Kirillov et al., "Panoptic Segmentation", arXiv:1801.00868;
cocodataset/panopticapi, `panopticapi/utils.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from input_pipeline.annotations.regions import AnnotatedImage
from input_pipeline.errors import DataError

MOST_ID = 2**24 - 1
_DAMAGED = OSError, SyntaxError, ValueError, Image.DecompressionBombError


@dataclass(frozen=True, eq=False)
class PanopticImage(AnnotatedImage):
    """A photograph whose regions are a picture of segment ids.

    Args:
        png: file of the ids.
        segments: class name by segment id.
    """

    png: Path = Path()
    segments: Mapping[int, str] = None


def draw_panoptic(
    image: PanopticImage, class_ids: Mapping[str, int], unlabeled: int
) -> np.ndarray:
    """Draws the classes of all segments.

    Args:
        image: what to draw.
        class_ids: id of each class, 0..254.
        unlabeled: the id of void pixels, 0..255.

    Returns:
        uint8 array of shape `(height, width)`.

    Raises:
        DataError: if the PNG cannot be read, has another size, or holds an
            id that is not listed.
    """
    ids = read_segment_ids(image.png)
    if ids.shape != (image.height, image.width):
        raise DataError(
            f"{image.png} has {ids.shape[1]} x {ids.shape[0]} pixels, its "
            f"annotation says {image.width} x {image.height}"
        )
    found, places = np.unique(ids, return_inverse=True)
    classes = {i: class_ids[name] for i, name in image.segments.items()}
    unknown = [i for i in found.tolist() if i and i not in classes]
    if unknown:
        raise DataError(
            f"{image.png} holds the segment id {unknown[0]}, which its "
            "annotation does not list in `segments_info`"
        )
    table = [classes[i] if i else unlabeled for i in found.tolist()]
    return np.array(table, np.uint8)[places].reshape(ids.shape)


def read_segment_ids(path: Path) -> np.ndarray:
    """Reads the ids of a PNG, uint32 of shape `(height, width)`.

    Raises:
        DataError: if it is no RGB picture of 8 bits.
    """
    try:
        with Image.open(path) as picture:
            if picture.mode != "RGB":
                raise ValueError(f"its mode is {picture.mode}, not RGB")
            colors = np.asarray(picture).astype(np.uint32)
    except _DAMAGED as e:
        raise DataError(f"{path} is no PNG of segment ids: {e}") from e
    return colors[..., 0] + 256 * colors[..., 1] + 65536 * colors[..., 2]
