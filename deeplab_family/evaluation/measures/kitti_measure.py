"""KITTI road scores in an evaluation: by kind of road, and from above."""

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from deeplab_family.console.tables import Table, numbers, words
from deeplab_family.evaluation.judged_image import JudgedImage
from deeplab_family.evaluation.measure import Measure, number, share
from deeplab_family.metrics import BirdsEyeView, KITTIRoad, RoadScores
from input_pipeline.datasets.kitti_road import KINDS

ROAD = "road"
ALL = "urban"
PERSPECTIVE, ABOVE = "perspective", "bird's-eye"
COLUMNS = {
    "MaxF": "max_f",
    "AP": "average_precision",
    "precision": "precision",
    "recall": "recall",
    "FPR": "false_positive_rate",
    "FNR": "false_negative_rate",
}


class KITTIMeasure(Measure):
    """MaxF and 11-point average precision of the class "road".

    The benchmark ranks from above, where each image has its file in `calib`;
    in perspective it needs none. Kinds of road are told by the names of the
    images, `um_000000.png`, and pooled as "urban".

    Args:
        class_names: one of them is "road", in capitals or not.
        ignore_label: label of pixels that are not judged.
        calib: folder of the calibration files; None for perspective alone.

    Attributes:
        counts: by view and kind.

    Raises:
        ValueError: if there is no class "road".
    """

    name = "kitti"

    def __init__(
        self,
        class_names: Sequence[str],
        ignore_label: int = 255,
        calib: Path | None = None,
    ):
        names = [name.casefold() for name in class_names]
        if ROAD not in names:
            raise ValueError(
                "the measure `kitti` is of the class 'road'. The data have: "
                f"{', '.join(class_names)}"
            )
        self.road = names.index(ROAD)
        self.ignore_label = ignore_label
        self.calib = calib
        self.counts: dict[tuple[str, str], KITTIRoad] = {}

    def add(self, judged: JudgedImage) -> None:
        labels = judged.labels
        score = judged.probabilities[..., self.road]
        kinds = {ALL, judged.name.partition("_")[0]} & {ALL, *KINDS}
        self._count(PERSPECTIVE, kinds, labels, score)
        if self.calib is not None:
            name = Path(judged.name).with_suffix(".txt").name
            view = BirdsEyeView.from_file(self.calib / name)
            self._count(
                ABOVE,
                kinds,
                view.warp(labels, outside=self.ignore_label),
                view.warp(score),
            )

    def facts(self) -> dict:
        facts: dict = {}
        for (view, kind), scores in self._scores():
            values = dataclasses.asdict(scores)
            facts.setdefault(view, {})[kind] = {
                name: number(value) for name, value in values.items()
            }
        return facts

    def table(self) -> Table:
        return Table(
            title="KITTI road",
            columns=words("view", "roads") + numbers(*COLUMNS),
            rows=tuple(
                (view, kind)
                + tuple(share(getattr(s, name)) for name in COLUMNS.values())
                for (view, kind), s in self._scores()
            ),
            caption=(
                ""
                if self.calib is not None
                else "in perspective; the benchmark ranks from above, which "
                "needs the folder `calib`"
            ),
            least_asked=("FNR", "FPR", "recall", "precision"),
        )

    def ranked(self) -> tuple[str, dict[str, RoadScores]]:
        """The view that the benchmark ranks by, or perspective, and its scores.

        Returns:
            The name of the view, and the scores of each kind of road.
        """
        view = PERSPECTIVE if self.calib is None else ABOVE
        return view, {
            kind: scores
            for (of_view, kind), scores in self._scores()
            if of_view == view
        }

    def _count(self, view, kinds, labels, score) -> None:
        for kind in kinds:
            counts = self.counts.setdefault(
                (view, kind), KITTIRoad(self.road, self.ignore_label)
            )
            counts.update(labels, score)

    def _scores(self):
        for key in sorted(self.counts):
            yield key, self.counts[key].scores
