"""Reads one sample completely and says what is wrong with it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from input_pipeline.check.problem_messages import describe_problem
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.inspection.image import inspect_image, refuse_misnamed
from input_pipeline.inspection.label import inspect_label
from input_pipeline.inspection.sample import sample_problems
from input_pipeline.inspection.stats import class_pixels
from input_pipeline.picture_format import ORDINARY, PictureFormat
from input_pipeline.sample import SamplePaths


@dataclass(frozen=True)
class CheckedSample:
    """A sample without a problem.

    Args:
        class_pixels: pixels of each class id in the label, after the mapping
            of the data set, int64 of shape `(256,)`.
        is_set_upright: is the image turned, as its EXIF orientation says?
    """

    class_pixels: np.ndarray
    is_set_upright: bool


def check_sample(
    sample: SamplePaths,
    spec: DatasetSpec,
    pictures: PictureFormat = ORDINARY,
) -> CheckedSample:
    """Decodes the image and the label of one sample.

    Raises:
        DataError: if either is unreadable, their sizes differ or the label
            holds ids or colors that the data set does not have.
    """
    paths = sample.image_path, sample.label_path
    files = (_read(path) for path in paths)
    return _check(*paths, *files, spec, pictures)


def check_encoded(
    path: Path,
    image: bytes,
    label: bytes,
    spec: DatasetSpec,
    pictures: PictureFormat = ORDINARY,
) -> CheckedSample:
    """Does the same with the bytes of both files, under one name.

    Args:
        path: where both lie, for messages.
        image: bytes of a picture.
        label: bytes of a PNG file.
        spec: which values the label may store, and what they become.
        pictures: what the image becomes. Defaults to uint8 RGB.
    """
    return _check(path, path, image, label, spec, pictures)


def _check(
    image_path, label_path, image, label, spec, pictures
) -> CheckedSample:
    encoded = image
    image = inspect_image(encoded, pictures=pictures)
    if pictures.is_ordinary:
        image = refuse_misnamed(image, image_path.suffix, encoded)
    label = inspect_label(label, spec)
    for problem in sample_problems(image, label, spec):
        of_image = problem.code.startswith("image_")
        path = image_path if of_image else label_path
        text = describe_problem(path, problem, label, spec)
        if problem.code == "size_mismatch" and image.size == label.size[::-1]:
            text += (
                ", and one lies on its side: the EXIF orientation of an image "
                "is applied, so its label must be upright too"
            )
        raise DataError(text)
    turned = image.remark and image.remark.code == "image_set_upright"
    return CheckedSample(class_pixels(label, spec), bool(turned))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(
            f"{path} cannot be read: {error.strerror or error}"
        ) from error
