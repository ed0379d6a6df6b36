"""Settings of an export."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from export.artifacts import ARTIFACTS, default_artifacts
from export.errors import ExportError
from export.plain_signatures import ANSWERS
from export.samples.labeled_data import LabeledData
from export.serving.serving_settings import ServingSettings
from export.tolerances import (
    EXACT,
    ON_PURPOSE,
    Budgets,
    Limit,
)


@dataclass(frozen=True, kw_only=True)
class ExportSettings:
    """Export settings: artifacts, and the images that prove them.

    Args:
        image_size: (height, width) in pixels that the TFLite files take.
        calibration: folder of real images (JPEG, PNG), or a split of a data
            set, from which the int8 files learn their value ranges; needed
            for those only.
        images: folder of images without labels, on which the answers of every
            artifact are compared with those of the Keras model. Those of
            `calibration` by default.
        data: a split of a labeled data set instead; then every artifact's
            mean IoU is measured too.
        artifacts: any keys of `ARTIFACTS`.
        tflite_answers: what the TFLite files answer with, "class_map",
            "logits" or both; without logits, probabilities are not compared.
        calibration_limit: calibrate on at most so many images, >= 1.
        image_limit: compare on at most so many images, >= 1.
        limits: how far an artifact may stray from the Keras model, by its
            name; those of `ARTIFACTS` where a name is missing.
        budgets: what an artifact may cost at most.
        reference_images: so many of the images, >= 0, are stored in the
            export with every artifact's answer, for `verify_export`.
        serving: what the model does with an image when it is served.
        num_threads: CPU threads for TFLite files, >= 1.
        overwrite: replace an earlier export once this one has succeeded.

    Raises:
        ExportError: a value is out of range or images are missing.
    """

    image_size: tuple[int, int]
    calibration: str | LabeledData = ""
    images: str = ""
    data: LabeledData | None = None
    artifacts: tuple[str, ...] = field(default_factory=default_artifacts)
    tflite_answers: tuple[str, ...] = ANSWERS
    calibration_limit: int = 100
    image_limit: int = 20
    limits: Mapping[str, Limit] = field(default_factory=dict)
    budgets: Budgets = field(default_factory=Budgets)
    reference_images: int = 4
    serving: ServingSettings = field(default_factory=ServingSettings)
    num_threads: int = 2
    overwrite: bool = False

    def __post_init__(self):
        _check_positive("image_size", min(self.image_size))
        for name in ("calibration_limit", "image_limit", "num_threads"):
            _check_positive(name, getattr(self, name))
        if self.reference_images < 0:
            raise ExportError(
                "`reference_images` must be at least 0. "
                f"Received: {self.reference_images}"
            )
        for name in ("artifacts", "limits"):
            _check_names(name, tuple(getattr(self, name)))
        if not self.artifacts:
            raise ExportError(
                f"`artifacts` must be some of {', '.join(ARTIFACTS)}. "
                "Received: none"
            )
        self._check_folders()

    def _check_folders(self) -> None:
        """Refuse wishes that need images which nobody named."""
        if self.calibrated and not self.calibration:
            names = " and ".join(self.calibrated)
            raise ExportError(
                f"`calibration` is missing: {names} learns its value ranges "
                "from real images. Name DATA, or a folder of them "
                f"(--calibration FOLDER), or leave out {names} (--artifacts)"
            )
        if self.images and self.data is not None:
            raise ExportError(
                "name `images` or a data set (`root`), not both: the artifacts "
                "are compared on one of them"
            )
        if self.budgets.max_miou_drop is not None and self.data is None:
            raise ExportError(
                "`max_miou_drop` needs labels: without them no mean IoU can "
                "be measured. Name the data set (`root`, `dataset`, `split`)"
            )
        if self.data is None and not self.compared_images:
            raise ExportError(
                "`images` is missing: every artifact is compared with the "
                "Keras model on real images. Name DATA, or a folder of them "
                "(--images FOLDER)"
            )

    @property
    def compared_images(self) -> str:
        """The folder whose images every artifact is run on, without `data`."""
        folder = isinstance(self.calibration, str)
        return self.images or (self.calibration if folder else "")

    @property
    def calibrated(self) -> list[str]:
        """The chosen artifacts that learn from calibration images."""
        return [name for name in self.artifacts if ARTIFACTS[name].calibrated]

    def limit_of(self, name: str) -> Limit:
        """Limit that an artifact has to keep.

        A budget of mean IoU replaces the usual limit where the artifact may
        lose some, and only tightens it where it must not.
        """
        usual = ARTIFACTS[name].limit
        changes = self.serving.changes_answers(self.image_size)
        if ARTIFACTS[name].served and changes:
            usual = ON_PURPOSE
        limit = self.limits.get(name, usual)
        points = self.budgets.max_miou_drop
        if points is None:
            return limit
        drop = points / 100
        if limit.mean_iou_drop <= EXACT.mean_iou_drop:
            drop = min(drop, limit.mean_iou_drop)
        return replace(limit, mean_iou_drop=drop)


def _check_positive(name: str, value: int) -> None:
    if value < 1:
        raise ExportError(f"`{name}` must be at least 1. Received: {value}")


def _check_names(argument: str, names: tuple[str, ...]) -> None:
    unknown = [name for name in names if name not in ARTIFACTS]
    if unknown:
        raise ExportError(
            f"`{argument}` must be some of {', '.join(ARTIFACTS)}. "
            f"Received: {', '.join(unknown)}"
        )
