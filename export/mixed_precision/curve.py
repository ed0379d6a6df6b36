"""Curve of cost and accuracy over mixtures of int8 and float32."""

from collections.abc import Iterable
from dataclasses import dataclass

from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from export.mixed_precision.accuracy import Score

COLUMNS = words("parts in float32") + numbers(
    "MB", "ms", "equal pixels", "mIoU", "fall, points"
)


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    """Point of the curve: one mixture, measured.

    Args:
        kept: names of the parts that stay float32, the worst first.
        size_bytes: of the file.
        latency_ms: median time of one image, the network alone.
        score: what it keeps of the float32 file's answers.
        limit_usage: of the limit: up to 1 it holds.
        chosen: whether this is the file that was written.
    """

    kept: tuple[str, ...]
    size_bytes: int
    latency_ms: float
    score: Score
    limit_usage: float
    chosen: bool

    def row(self) -> tuple[str, ...]:
        """Cells of its row, as in `COLUMNS`."""
        mean_iou, drop = self.score.mean_iou, self.score.mean_iou_drop
        return (
            f"{len(self.kept)}{' (written)' if self.chosen else ''}",
            f"{self.size_bytes / 1e6:.2f}",
            f"{self.latency_ms:.1f}",
            f"{self.score.equal_pixels:.3%}",
            "" if mean_iou is None else f"{mean_iou:.4f}",
            "" if drop is None else f"{100 * drop:+.2f}",
        )


def curve_table(points: Iterable[CurvePoint]) -> Table:
    """A row for each mixture."""
    return Table(columns=COLUMNS, rows=tuple(point.row() for point in points))
