"""What a user can afford: a file that costs more fails the export."""

from dataclasses import dataclass

from export.errors import ExportError


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
