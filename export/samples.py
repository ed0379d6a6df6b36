"""The real images that one export is calibrated and proven on."""

from dataclasses import dataclass, replace

import numpy as np

from export.errors import ExportError
from export.export_settings import ExportSettings
from export.label_masks import refuse_masks
from export.real_images import find_images, read_images, read_labels

IGNORED = 255
SHOWN = 8


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

    def check_labels(self, num_classes: int) -> None:
        """Refuse ids that are neither a class of the model nor ignored.

        Raises:
            ExportError: names the image and the ids.
        """
        for index, label in enumerate(
            () if self.labels is None else self.labels
        ):
            ids = np.unique(label)
            strange = ids[(ids >= num_classes) & (ids != IGNORED)].tolist()
            if strange:
                raise ExportError(
                    f"the label of {self.name_of(index)} holds the ids "
                    f"{', '.join(map(str, strange[:SHOWN]))}. The model knows "
                    f"0 to {num_classes - 1}, and {IGNORED} is ignored"
                )


def read_samples(settings: ExportSettings) -> Samples:
    """Read the folders that the settings name.

    Raises:
        ExportError: a folder is missing or empty, or a file is damaged.
    """
    size, chosen = settings.image_size, []
    if settings.calibrated:
        limit = settings.calibration_limit
        chosen = find_images(settings.calibration, limit)
        refuse_masks(chosen, "calibration")
    samples = read_compared(
        settings.compared_images, settings.labels, settings.image_limit, size
    )
    if not chosen:
        return samples
    return replace(samples, calibration=read_images(chosen, size))


def read_compared(
    images: str, labels: str, limit: int, size: tuple[int, int]
) -> Samples:
    """Read images to compare on and, if they are named, their labels.

    Args:
        images: folder of images.
        labels: folder of their labels, or "".
        limit: how many images at most.
        size: (height, width) to resize to.

    Raises:
        ExportError: a folder is missing or empty, or a file is damaged.
    """
    paths = find_images(images, limit)
    refuse_masks(paths, "images")
    return Samples(
        images=read_images(paths, size),
        labels=read_labels(paths, labels, size) if labels else None,
        calibration=None,
        names=tuple(path.name for path in paths),
    )
