"""Borders in an evaluation: accuracy near them, boundary IoU, trimap curve."""

from collections.abc import Sequence

from deeplab_family.console.tables import Table, numbers, words
from deeplab_family.evaluation.judged_image import JudgedImage
from deeplab_family.evaluation.measure import Measure, number, share
from deeplab_family.metrics import BoundaryAccuracy, BoundaryIoU, TrimapCurve

SHOWN_WIDTHS = (1, 2, 3, 5, 7, 10, 15, 20, 30, 40)


class BoundaryMeasure(Measure):
    """Accuracy at most 7 pixels from a border and elsewhere; boundary IoU.

    Args:
        class_names: in the order of the ids.
        ignore_label: label of pixels that are not judged.
        distance: of a pixel that still lies at the border, in pixels.

    Attributes:
        accuracy: counts of boundary and interior.
        iou: counts of the boundary IoU.
    """

    name = "boundary"

    def __init__(
        self,
        class_names: Sequence[str],
        ignore_label: int = 255,
        distance: float = 7.0,
    ):
        self.class_names = tuple(class_names)
        self.accuracy = BoundaryAccuracy(distance, ignore_label)
        self.iou = BoundaryIoU(len(class_names), ignore_label=ignore_label)

    def add(self, judged: JudgedImage) -> dict[str, float]:
        """Counts an image; its row gets its own boundary accuracy."""
        right, pixels = self.accuracy.counts[0].tolist()
        self.accuracy.update(judged.labels, judged.class_map)
        self.iou.update(judged.labels, judged.class_map)
        right = self.accuracy.counts[0, 0] - right
        pixels = self.accuracy.counts[0, 1] - pixels
        own = float(right / pixels) if pixels else float("nan")
        return {"boundary_accuracy": own}

    def facts(self) -> dict:
        return {
            "distance": self.accuracy.distance,
            "accuracy": number(self.accuracy.boundary),
            "interior_accuracy": number(self.accuracy.interior),
            "iou": number(self.iou.mean_iou),
            "class_iou": {
                name: number(iou)
                for name, iou in zip(
                    self.class_names, self.iou.class_iou, strict=True
                )
            },
        }

    def table(self) -> Table:
        rows = zip(self.class_names, self.iou.class_iou, strict=True)
        near = f"accuracy within {self.accuracy.distance:g} pixels of a border"
        return Table(
            title="Boundaries",
            columns=words("class") + numbers("boundary IoU"),
            rows=tuple((name, share(iou)) for name, iou in rows),
            foot=(
                ("mean boundary IoU", share(self.iou.mean_iou)),
                (near, share(self.accuracy.boundary)),
                ("accuracy elsewhere", share(self.accuracy.interior)),
            ),
        )


class TrimapMeasure(Measure):
    """Mean IoU within bands around the borders, by the width of the band.

    Args:
        class_names: in the order of the ids.
        ignore_label: label of pixels that are not judged.

    Attributes:
        curve: counts at each width.
    """

    name = "trimap"

    def __init__(self, class_names: Sequence[str], ignore_label: int = 255):
        self.curve = TrimapCurve(len(class_names), ignore_label=ignore_label)

    def add(self, judged: JudgedImage) -> None:
        self.curve.update(judged.labels, judged.class_map)

    def facts(self) -> dict:
        return {
            "widths": list(range(1, self.curve.widest + 1)),
            "mean_iou": [number(iou) for iou in self.curve.mean_iou],
        }

    def table(self) -> Table:
        means = self.curve.mean_iou
        return Table(
            title="Trimap: mean IoU near borders",
            columns=numbers("pixels from a border", "mean IoU"),
            rows=tuple(
                (str(width), share(means[width - 1]))
                for width in SHOWN_WIDTHS
                if width <= self.curve.widest
            ),
        )
