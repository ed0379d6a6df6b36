"""The real images that one export is calibrated and proven on."""

from dataclasses import dataclass

import numpy as np

from export.export_settings import ExportSettings
from export.real_images import find_images, read_images, read_labels


@dataclass(frozen=True)
class Samples:
    """Real images at the size of the TFLite files.

    Args:
        images: uint8 RGB array `(n, height, width, 3)` to compare on.
        labels: uint8 array `(n, height, width)` of class ids, or `None`.
        calibration: uint8 RGB array `(m, height, width, 3)`, or `None` when
            no artifact needs it.
        names: file names of the images.
    """

    images: np.ndarray
    labels: np.ndarray | None
    calibration: np.ndarray | None
    names: tuple[str, ...] = ()

    def name_of(self, index: int) -> str:
        """What to call an image in a report."""
        return self.names[index] if self.names else f"image {index + 1}"


def read_samples(settings: ExportSettings) -> Samples:
    """Read the folders that the settings name.

    Raises:
        ExportError: a folder is missing or empty, or a file is damaged.
    """
    size = settings.image_size
    paths = find_images(settings.compared_images, settings.image_limit)
    images = read_images(paths, size)
    labels = calibration = None
    if settings.labels:
        labels = read_labels(paths, settings.labels, size)
    if settings.calibrated:
        limit = settings.calibration_limit
        found = find_images(settings.calibration, limit)
        calibration = read_images(found, size)
    names = tuple(path.name for path in paths)
    return Samples(images, labels, calibration, names)
