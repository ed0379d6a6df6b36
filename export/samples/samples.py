"""The real images that one export is calibrated and proven on."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from export.export_settings import ExportSettings
from export.samples.folder_images import (
    find_images,
    read_images,
    refuse_masks,
)
from export.samples.labeled_data import LabeledData
from input_pipeline.picture_format import ORDINARY, PictureFormat


@dataclass(frozen=True)
class Samples:
    """Real images at the size of the TFLite files.

    Args:
        images: array `(n, height, width, channels)` to compare on, uint8 RGB
            unless the network takes others.
        labels: uint8 array `(n, height, width)` of class ids, or `None`.
        calibration: array `(m, height, width, channels)`, likewise, or `None`
            when no artifact needs it.
        names: file names of the images.
    """

    images: np.ndarray
    labels: np.ndarray | None
    calibration: np.ndarray | None
    names: tuple[str, ...] = ()

    def name_of(self, index: int) -> str:
        """Name of an image in a report."""
        return self.names[index] if self.names else f"image {index + 1}"


def read_samples(
    settings: ExportSettings, pictures: PictureFormat = ORDINARY
) -> Samples:
    """Read the folders that the settings name, as a network takes images.

    Raises:
        ExportError: a folder is missing or empty, or a file is damaged.
        DataError: the same of a data set.
    """
    size = settings.image_size
    read_calibration = _find_calibration(settings, pictures)
    samples = read_compared(
        settings.compared_images,
        settings.data,
        settings.image_limit,
        size,
        pictures,
    )
    return replace(samples, calibration=read_calibration())


def _find_calibration(
    settings: ExportSettings, pictures: PictureFormat
) -> Callable[[], np.ndarray | None]:
    """Finds the images at once, so that what is missing is said at once."""
    size, limit = settings.image_size, settings.calibration_limit
    if not settings.calibrated:
        return lambda: None
    if isinstance(settings.calibration, LabeledData):
        return lambda: settings.calibration.read(limit, size, pictures)[0]
    chosen = find_images(settings.calibration, limit)
    refuse_masks(chosen, "calibration")
    return lambda: read_images(chosen, size, pictures)


def read_compared(
    images: str,
    data: LabeledData | None,
    limit: int,
    size: tuple[int, int],
    pictures: PictureFormat = ORDINARY,
) -> Samples:
    """Read images to compare on, with their labels if there are any.

    Args:
        images: folder of images; not looked at when there is `data`.
        data: a split of a labeled data set, or `None`.
        limit: how many images at most.
        size: (height, width) to resize to.
        pictures: what the network takes. Defaults to uint8 RGB.

    Raises:
        ExportError: a folder is missing or empty, or a file is damaged.
        DataError: the same of a data set.
    """
    if data is not None:
        compared, labels, names = data.read(limit, size, pictures)
        return Samples(compared, labels, None, names)
    paths = find_images(images, limit)
    refuse_masks(paths, "images")
    return Samples(
        images=read_images(paths, size, pictures),
        labels=None,
        calibration=None,
        names=tuple(path.name for path in paths),
    )
