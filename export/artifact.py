"""What was measured of one exported file."""

from dataclasses import dataclass

from export.limits import Limit


@dataclass(frozen=True, kw_only=True)
class Artifact:
    """One exported file, measured against the Keras model.

    Args:
        name: "saved_model", "float32", "float16" or "int8".
        path: relative to the export folder.
        size_bytes: of the file, or of all files of the folder.
        latency_ms: median time of one image, the network alone.
        largest_difference: of any probability.
        mean_difference: over all probabilities.
        equal_pixels: share of pixels with the same class.
        mean_iou: on the labels, `None` without labels.
        mean_iou_drop: how far below the Keras model's, `None` without labels.
        operations: how often each operation occurs; empty for a SavedModel.
        limit: what it has to keep.
    """

    name: str
    path: str
    size_bytes: int
    latency_ms: float
    largest_difference: float
    mean_difference: float
    equal_pixels: float
    mean_iou: float | None
    mean_iou_drop: float | None
    operations: dict[str, int]
    limit: Limit

    @property
    def failures(self) -> list[str]:
        """Why it is not good enough; empty when it is."""
        limit, reasons = self.limit, []
        # Written so that NaN fails every one of them.
        if not self.largest_difference <= limit.largest_difference:
            reasons.append(
                f"a probability differs by {self.largest_difference:.2g}, "
                f"the limit is {limit.largest_difference:g}"
            )
        if not self.equal_pixels >= limit.equal_pixels:
            reasons.append(
                f"{self.equal_pixels:.2%} of the pixels have the same class, "
                f"the limit is {limit.equal_pixels:.2%}"
            )
        drop = self.mean_iou_drop
        if drop is not None and not drop <= limit.mean_iou_drop:
            reasons.append(
                f"the mean IoU drops by {drop:.4f}, "
                f"the limit is {limit.mean_iou_drop:g}"
            )
        return reasons
