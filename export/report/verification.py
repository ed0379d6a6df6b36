"""What running every exported file on the same images showed."""

from dataclasses import dataclass

from export.report.artifact import Artifact
from export.report.changed_image import ChangedImage


@dataclass(frozen=True, kw_only=True)
class Verification:
    """The measurements of an export.

    Args:
        artifacts: one for each exported file.
        keras_latency_ms: median time of one image in Keras.
        keras_mean_iou: on the labels, `None` without labels.
        keras_class_iou: of each class, `None` where it is absent; empty
            without labels.
        changed_images: the worst few of each artifact that strays at all.
    """

    artifacts: tuple[Artifact, ...]
    keras_latency_ms: float
    keras_mean_iou: float | None = None
    keras_class_iou: tuple[float | None, ...] = ()
    changed_images: tuple[ChangedImage, ...] = ()
