"""Photographs from a folder, at the size of the exported model."""

from os import PathLike
from pathlib import Path

import numpy as np
import tensorflow as tf

from deeplab_family.inference.resize import resize_bilinear
from export.errors import ExportError
from input_pipeline.decode.image import decode_image
from input_pipeline.decode.refusal import reason_of
from input_pipeline.evenly import evenly

ENDINGS = (".jpg", ".jpeg", ".png")
SHOWN = 5


def find_images(folder: str | PathLike, limit: int) -> list[Path]:
    """Images of a folder, the same ones every time.

    Takes JPEG and PNG files directly in the folder, sorted by name; of more
    than `limit`, every so many-th, since neighbors in a video are alike.

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


def read_images(paths: list[Path], size: tuple[int, int]) -> np.ndarray:
    """Decode images, turn them upright and resize them bilinearly.

    Args:
        paths: JPEG or PNG files.
        size: (height, width) in pixels.

    Returns:
        uint8 RGB array `(n, *size, 3)`.

    Raises:
        ExportError: lists the files that cannot be read.
    """
    images, broken = [], []
    for path in paths:
        try:
            image = decode_image(tf.constant(path.read_bytes())).numpy()
        except OSError as error:
            broken.append(f"{path} ({error.strerror or error})")
            continue
        except tf.errors.OpError as error:
            broken.append(f"{path} ({reason_of(error) or 'damaged'})")
            continue
        images.append(to_size(image[None], size))
    if broken:
        more = ", ..." if len(broken) > SHOWN else ""
        raise ExportError(
            f"{len(broken)} of {len(paths)} images cannot be read: "
            f"{', '.join(broken[:SHOWN])}{more}. Replace or remove them"
        )
    return np.concatenate(images)


def to_size(images: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Images `(n, height, width, 3)` resized bilinearly, uint8 `(n, *size, 3)`.

    Those that have the size already stay as they are.
    """
    if images.shape[1:3] == tuple(size):
        return images
    return np.rint(resize_bilinear(images, size)).astype(np.uint8)
