"""Reading of photographs: upright RGB, the pixels that training would see."""

import sys
from pathlib import Path

import numpy as np

from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.photographs.plain_pictures import decode_plain
from input_pipeline.errors import DataError, PictureError
from input_pipeline.picture_format import ORDINARY, PictureFormat


def read_image(path: Path, pictures: PictureFormat = ORDINARY) -> np.ndarray:
    """A photograph as uint8 RGB `(height, width, 3)`, upright.

    JPEG and PNG files are read as training reads them; TIFF, BMP, WebP and
    GIF files by the same rules, NPY and HEIC files too. What counts is the
    content, not the ending.

    Args:
        path: of the file.
        pictures: what a network takes; of another format than uint8 RGB the
            result is float32 `(height, width, channels)`, 0 to 255, and the
            file a JPEG, PNG, TIFF, NPY or HEIC file. Defaults to uint8 RGB.

    Raises:
        DataError: if the file has another format, is damaged, or is refused.
        OSError: if it cannot be read.
    """
    return read_upright(path, pictures)[0]


def read_upright(
    path: Path, pictures: PictureFormat = ORDINARY
) -> tuple[np.ndarray, bool]:
    """The same, and whether the photograph is stored turned."""
    try:
        return decode_photograph(path.read_bytes(), pictures)
    except PictureError as error:
        raise DataError(_described(path, error)) from error
    except DataError as error:
        raise DataError(f"{path}: {error}") from error


def decode_photograph(
    encoded: bytes, pictures: PictureFormat = ORDINARY
) -> tuple[np.ndarray, bool]:
    """The same from the bytes of a file.

    Raises:
        DataError: as `read_image`; the text has no name.
    """
    plain = decode_plain(encoded) if pictures.is_ordinary else None
    if plain is not None:
        return plain
    # TensorFlow takes seconds, and most photographs do without.
    if "tensorflow" not in sys.modules:
        start_tensorflow()
    from deeplab_family.photographs.decoding import decode_any

    return decode_any(encoded, pictures)


def _described(path: Path, error: PictureError) -> str:
    from input_pipeline.check.problem_messages import describe_problem
    from input_pipeline.inspection.stats import Problem

    return describe_problem(path, Problem(error.code, str(error)))
