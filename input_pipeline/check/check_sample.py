"""Reads one sample completely and says what is wrong with it."""

from pathlib import Path

import numpy as np
import tensorflow as tf

from input_pipeline.check.image_file import image_size, refuse_huge
from input_pipeline.check.label_values import count_classes
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.decode.image import decode_image
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
    size = _check_image(sample.image_path)
    return _check_label(sample.label_path, size, spec)


def _check_image(path: Path) -> tuple[int, int]:
    encoded = _read(path)
    size = image_size(path, encoded)
    try:
        decode_image(tf.constant(encoded))
    except tf.errors.OpError as error:
        raise DataError(
            f"{path} cannot be decoded: truncated or damaged "
            f"({len(encoded)} bytes)"
        ) from error
    return size


def _check_label(path, size, spec) -> np.ndarray:
    encoded = _read(path)
    header = read_png_header(encoded)
    if header is not None:
        _check_label_size(path, header, size)
    return count_classes(path, encoded, spec)


def _check_label_size(path, header, size) -> None:
    refuse_huge(path, header.height, header.width)
    if (header.height, header.width) != size:
        raise DataError(
            f"{path} is {header.width} x {header.height} pixels, its image "
            f"{size[1]} x {size[0]}. Both must have the same size"
        )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}"
        ) from error
