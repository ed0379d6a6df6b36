"""Tolerances of an export: differences to the Keras model, size and time."""

from dataclasses import dataclass

from export.errors import ExportError


@dataclass(frozen=True, kw_only=True)
class Limit:
    """Limit that one artifact has to keep.

    Args:
        largest_difference: of any probability, 0 to 1; not looked at in a
            file that answers with nothing but a class map.
        equal_pixels: least share of pixels with the same class, 0 to 1.
        mean_iou_drop: by how much the mean IoU may fall below that of the
            Keras model, 0 to 1; looked at only when there are labels.

    Raises:
        ValueError: a field is outside 0 to 1.
    """

    largest_difference: float
    equal_pixels: float
    mean_iou_drop: float

    def __post_init__(self):
        for name, value in vars(self).items():
            if not 0 <= value <= 1:
                raise ValueError(
                    f"`{name}` must be between 0 and 1. Received: {value}"
                )

    def broken_by(
        self,
        largest_difference: float | None,
        equal_pixels: float,
        mean_iou_drop: float | None,
    ) -> list[str]:
        """Figures that break the limit, in words; none for `None`."""
        reasons = []
        # Written so that NaN fails every one of them.
        if largest_difference is not None and not (
            largest_difference <= self.largest_difference
        ):
            reasons.append(
                f"a probability differs by {largest_difference:.2g}, "
                f"the limit is {self.largest_difference:g}"
            )
        if not equal_pixels >= self.equal_pixels:
            reasons.append(
                f"{equal_pixels:.2%} of the pixels have the same class, "
                f"the limit is {self.equal_pixels:.2%}"
            )
        if mean_iou_drop is not None and not (
            mean_iou_drop <= self.mean_iou_drop
        ):
            reasons.append(
                f"the mean IoU drops by {mean_iou_drop * 100:.2f} points, "
                f"the limit is {self.mean_iou_drop * 100:g}"
            )
        return reasons


EXACT = Limit(largest_difference=1e-3, equal_pixels=0.999, mean_iou_drop=0.001)
HALF = Limit(largest_difference=0.1, equal_pixels=0.99, mean_iou_drop=0.005)
# Eight bits of a number: it moves the boundaries of a trained network by few
# pixels, and probabilities right there by any amount.
BFLOAT16 = Limit(
    largest_difference=1.0, equal_pixels=0.995, mean_iou_drop=0.005
)
# Next to a boundary a single int8 step may turn one class into another, so
# the largest difference says nothing there.
INTEGER = Limit(largest_difference=1.0, equal_pixels=0.9, mean_iou_drop=0.03)
# Activations of 16 bits.
WIDE = Limit(largest_difference=1.0, equal_pixels=0.97, mean_iou_drop=0.01)
# Parts of it stay float32 until this holds.
MIXED = Limit(largest_difference=1.0, equal_pixels=0.95, mean_iou_drop=0.01)

# A bundle of several scales, say, shall answer otherwise; that its signatures
# do as they should, `export.serving` proves by itself.
ON_PURPOSE = Limit(largest_difference=1.0, equal_pixels=0.0, mean_iou_drop=1.0)


@dataclass(frozen=True, kw_only=True)
class Budgets:
    """Limits of the user's own; `None` is no limit.

    Args:
        max_miou_drop: how many points (hundredths) of mean IoU an artifact
            may lose against the Keras model, 0 to 100. Needs labels.
        max_size_mb: how large a single file may be, in MB (1e6 bytes), > 0.
            Folders, which servers load, are not judged.
        max_latency_ratio: how many times the float32 TFLite file's time an
            artifact may take, > 0; without that file, the Keras model's.

    Raises:
        ExportError: a value is out of range.
    """

    max_miou_drop: float | None = None
    max_size_mb: float | None = None
    max_latency_ratio: float | None = None

    def __post_init__(self):
        drop = self.max_miou_drop
        if drop is not None and not 0 <= drop <= 100:
            raise ExportError(
                "`max_miou_drop` is in points of mean IoU, 0 to 100. "
                f"Received: {drop:g}"
            )
        for name in ("max_size_mb", "max_latency_ratio"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise ExportError(f"`{name}` must be > 0. Received: {value:g}")
