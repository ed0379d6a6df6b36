"""Photographs and labels from folders, at the size of the exported model."""

from os import PathLike
from pathlib import Path

import numpy as np
import tensorflow as tf

from deeplab_family.inference.resize import resize_bilinear, resize_nearest
from export.errors import ExportError
from input_pipeline import DataError
from input_pipeline.check.image_file import labeled_size
from input_pipeline.decode.image import decode_image
from input_pipeline.decode.label import palette_indices
from input_pipeline.decode.refusal import reason_of

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
    count = min(limit, len(paths))
    return [paths[index * len(paths) // count] for index in range(count)]


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
        resized = np.rint(resize_bilinear(image[None], size))
        images.append(resized.astype(np.uint8))
    if broken:
        more = ", ..." if len(broken) > SHOWN else ""
        raise ExportError(
            f"{len(broken)} of {len(paths)} images cannot be read: "
            f"{', '.join(broken[:SHOWN])}{more}. Replace or remove them"
        )
    return np.concatenate(images)


def read_labels(
    images: list[Path], folder: str | PathLike, size: tuple[int, int]
) -> np.ndarray:
    """Read the label of each image and resize it to the nearest pixel.

    Args:
        images: the image files; `name.jpg` has the label `name.png`.
        folder: where the labels lie, 8-bit grayscale or paletted PNGs.
        size: (height, width) in pixels.

    Returns:
        uint8 array `(n, *size)` of class ids.

    Raises:
        ExportError: lists images without label; a label has another size
            than its image.
        DataError: a label does not hold class ids.
    """
    paths = [Path(folder) / f"{image.stem}.png" for image in images]
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        more = ", ..." if len(missing) > SHOWN else ""
        raise ExportError(
            f"{len(missing)} of {len(paths)} images have no label: "
            f"{', '.join(missing[:SHOWN])}{more}"
        )
    labels = [_read_label(path)[None] for path in paths]
    for image, path, label in zip(images, paths, labels, strict=True):
        _check_size(image, path, label.shape[1:])
    return np.concatenate([resize_nearest(label, size) for label in labels])


def _read_label(path: Path) -> np.ndarray:
    try:
        return palette_indices(path.read_bytes())
    except (ValueError, OSError) as error:
        raise ExportError(f"{path}: {error}") from error


def _check_size(image: Path, path: Path, size: tuple[int, int]) -> None:
    try:
        expected = labeled_size(image, image.read_bytes())
    except DataError as error:
        raise ExportError(str(error)) from error
    if size != expected:
        raise ExportError(
            f"{path}: has {size[0]} x {size[1]} pixels, its image {image} "
            f"has {expected[0]} x {expected[1]}. A label must have the size "
            "of its image, or every pixel is compared with another"
        )
