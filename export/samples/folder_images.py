"""Images of a folder, at the size of the exported model; no label masks."""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path

import numpy as np
import tensorflow as tf
from PIL import Image

from deeplab_family.inference.resize import resize_bilinear
from export.errors import ExportError
from input_pipeline import DataError
from input_pipeline.decode.image import decode_image
from input_pipeline.decode.refusal import reason_of
from input_pipeline.decode.stored_image import read_fitted
from input_pipeline.decode.stored_photograph import is_photograph
from input_pipeline.evenly import evenly
from input_pipeline.picture_format import ORDINARY, PictureFormat
from input_pipeline.sample import PHOTOGRAPHS, STORED_PICTURES

ENDINGS = (*PHOTOGRAPHS, *STORED_PICTURES)
SHOWN = 5
# A photograph in gray, or with a palette, has far more shades.
FEW_VALUES = 40
LOOKED_AT = 5


def find_images(folder: str | PathLike, limit: int) -> list[Path]:
    """Images of a folder, the same ones every time.

    Takes JPEG, PNG, TIFF, NPY and HEIC files directly in the folder, sorted
    by name; of more than `limit`, every so many-th, since neighbors in a video
    are alike.

    Raises:
        ExportError: no such folder, or no image in it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ExportError(f"{folder}: no such folder; give one with images")
    paths = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in ENDINGS and not path.name.startswith(".")
    )
    if not paths:
        raise ExportError(
            f"{folder}: no image in it. Expected files that end with "
            f"{', '.join(ENDINGS)}, directly in the folder"
        )
    return [paths[place] for place in evenly(len(paths), limit)]


def read_images(
    paths: list[Path],
    size: tuple[int, int],
    pictures: PictureFormat = ORDINARY,
) -> np.ndarray:
    """Decode images, turn them upright and resize them bilinearly.

    Args:
        paths: image files.
        size: (height, width) in pixels.
        pictures: what the network takes. Defaults to uint8 RGB.

    Returns:
        `(n, *size, channels)`, uint8 RGB unless the network takes others.

    Raises:
        ExportError: lists the files that cannot be read.
    """
    images, broken = [], []
    for path in paths:
        try:
            image = _decoded(path.read_bytes(), pictures)
        except OSError as error:
            broken.append(f"{path} ({error.strerror or error})")
            continue
        except tf.errors.OpError as error:
            broken.append(f"{path} ({reason_of(error) or 'damaged'})")
            continue
        except DataError as error:
            broken.append(f"{path} ({error})")
            continue
        images.append(to_size(image[None], size))
    if broken:
        more = ", ..." if len(broken) > SHOWN else ""
        raise ExportError(
            f"{len(broken)} of {len(paths)} images cannot be read: "
            f"{', '.join(broken[:SHOWN])}{more}. Replace or remove them"
        )
    return np.concatenate(images)


def _decoded(encoded: bytes, pictures: PictureFormat) -> np.ndarray:
    if pictures.is_ordinary and is_photograph(encoded):
        return decode_image(tf.constant(encoded)).numpy()
    return read_fitted(encoded, pictures)[0]


def to_size(images: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Images `(n, height, width, channels)`, resized bilinearly to `size`.

    Those of uint8 stay so. Those that have the size stay as they are.
    """
    if images.shape[1:3] == tuple(size):
        return images
    if images.dtype != np.uint8:
        return resize_bilinear(images, size)
    return np.rint(resize_bilinear(images, size)).astype(np.uint8)


def refuse_masks(paths: Sequence[Path], argument: str) -> None:
    """Refuse images of which the first few all look like label masks.

    An int8 file that is calibrated on masks takes its ranges from pictures
    that no camera takes.

    Args:
        paths: image files that can be read.
        argument: which folder they come from, for the message.

    Raises:
        ExportError: names the folder.
    """
    first = paths[:LOOKED_AT]
    if first and all(map(_looks_like_a_mask, first)):
        raise ExportError(
            f"`{argument}` must be a folder of photographs. {first[0].parent} "
            "seems to hold label masks: PNGs of one channel and a few values"
        )


def _looks_like_a_mask(path: Path) -> bool:
    try:
        with Image.open(path) as image:
            if image.format != "PNG" or image.mode not in ("P", "L", "1"):
                return False
            return len(np.unique(np.asarray(image))) <= FEW_VALUES
    except (OSError, ValueError):
        return False  # who reads the images says what is wrong with them
