"""Reads one sample completely and says what is wrong with it."""

from pathlib import Path

import numpy as np

from input_pipeline.check.image_file import (
    labeled_size,
    read_pixels,
    refuse_huge,
)
from input_pipeline.check.label_values import count_classes
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.decode.png_header import read_png_header
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths


def check_sample(sample: SamplePaths, spec: DatasetSpec) -> np.ndarray:
    """Decodes the image and the label of one sample.

    Returns:
        Pixels of each class id in the label, after the mapping of `spec`,
        int64 of shape `(256,)`.

    Raises:
        DataError: if either is unreadable, their sizes differ or the label
            holds ids or colors that the data set does not have.
    """
    image = _read(sample.image_path)
    size = _check_image(sample.image_path, image)
    label = _read(sample.label_path)
    return _check_label(sample.label_path, label, size, spec)


def check_encoded(
    path: Path, image: bytes, label: bytes, spec: DatasetSpec
) -> np.ndarray:
    """Does the same with the bytes of both files, under one name.

    Args:
        path: where both lie, for messages.
        image: bytes of a JPEG or PNG file.
        label: bytes of a PNG file.
        spec: which values the label may store, and what they become.
    """
    return _check_label(path, label, _check_image(path, image), spec)


def _check_image(path: Path, encoded: bytes) -> tuple[int, int]:
    size = labeled_size(path, encoded)
    read_pixels(path, encoded)
    return size


def _check_label(path, encoded, size, spec) -> np.ndarray:
    header = read_png_header(encoded)
    if header is not None:
        _check_label_size(path, header, size)
    return count_classes(path, encoded, spec)


def _check_label_size(path, header, size) -> None:
    refuse_huge(path, header.height, header.width)
    if (header.height, header.width) != size:
        lies = (header.width, header.height) == size
        hint = (
            ", and one lies on its side: the EXIF orientation of an image is "
            "applied, so its label must be upright too"
            if lies
            else ""
        )
        raise DataError(
            f"{path} is {header.width} x {header.height} pixels, its image "
            f"{size[1]} x {size[0]}. Both must have the same size{hint}"
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}"
        ) from error
