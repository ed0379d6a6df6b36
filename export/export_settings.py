"""Everything a user may choose about an export."""

from dataclasses import dataclass, field

from export.errors import ExportError
from export.limits import ExportLimits
from export.tflite import KINDS

ARTIFACTS = ("saved_model", *KINDS)


@dataclass(frozen=True, kw_only=True)
class ExportSettings:
    """What to export, and on which images to prove it.

    Args:
        image_size: (height, width) in pixels that the TFLite files take.
        calibration: folder of real images (JPEG, PNG) from which the int8
            file learns its value ranges; needed for "int8" only.
        images: folder of images on which every artifact is compared with the
            Keras model. Those of `calibration` by default.
        labels: folder with the labels of these images, `name.png` for
            `name.jpg`; with them every artifact's mean IoU is measured.
        artifacts: any of "saved_model", "float32", "float16", "int8".
        calibration_limit: calibrate on at most so many images, >= 1.
        image_limit: compare on at most so many images, >= 1.
        limits: how far each artifact may stray from the Keras model.
        num_threads: CPU threads for TFLite files, >= 1.
        overwrite: replace an earlier export once this one has succeeded.

    Raises:
        ExportError: a value is out of range or images are missing.
    """

    image_size: tuple[int, int]
    calibration: str = ""
    images: str = ""
    labels: str = ""
    artifacts: tuple[str, ...] = ARTIFACTS
    calibration_limit: int = 100
    image_limit: int = 20
    limits: ExportLimits = field(default_factory=ExportLimits)
    num_threads: int = 2
    overwrite: bool = False

    def __post_init__(self):
        _check_positive("image_size", min(self.image_size))
        for name in ("calibration_limit", "image_limit", "num_threads"):
            _check_positive(name, getattr(self, name))
        if not self.artifacts or set(self.artifacts) - set(ARTIFACTS):
            raise ExportError(
                f"`artifacts` must be some of {', '.join(ARTIFACTS)}. "
                f"Received: {', '.join(self.artifacts) or 'none'}"
            )
        if "int8" in self.artifacts and not self.calibration:
            raise ExportError(
                "`calibration` is missing: int8 learns its value ranges from "
                "real images. Name a folder of them, or leave out int8"
            )
        if not self.compared_images:
            raise ExportError(
                "`images` is missing: every artifact is compared with the "
                "Keras model on real images. Name a folder of them"
            )

    @property
    def compared_images(self) -> str:
        """The folder whose images every artifact is run on."""
        return self.images or self.calibration


def _check_positive(name: str, value: int) -> None:
    if value < 1:
        raise ExportError(f"`{name}` must be at least 1. Received: {value}")
