"""Mixed-precision search: int8 with as few float32 parts as a limit needs."""

import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from deeplab_family.inference import load_predictor
from deeplab_family.inference.stored_class_names import names_in_tflite
from export.errors import ExportError
from export.mixed_precision.accuracy import (
    Judge,
    Score,
)
from export.mixed_precision.bisection import fewest
from export.mixed_precision.curve import (
    CurvePoint,
    curve_table,
)
from export.mixed_precision.groups import (
    Group,
    group_operations,
    read_operations,
)
from export.mixed_precision.mixed_quantizer import Int8Quantizer
from export.mixed_precision.sensitivity import (
    Sensitivity,
    rank_by_sensitivity,
)
from export.progress import Progress, silent
from export.proof.latency import time_each
from export.tflite.metadata import write_metadata
from export.tflite.tensor_names import clean_names
from export.tolerances import Limit
from input_pipeline.atomic_files import publish
from input_pipeline.draft_folder import draft_folder

MOST_GROUPS = 32


@dataclass(frozen=True)
class MixedPrecision:
    """Mixed-precision file, and the curve it was chosen from.

    Args:
        file: the TFLite file.
        curve: every mixture that was tried, by the number of float32 parts;
            the last one is the float32 file itself.
        ranking: the parts of the network, the most harmed first; empty when
            all of them in int8 kept the limit.
    """

    file: Path
    curve: tuple[CurvePoint, ...]
    ranking: tuple[Sensitivity, ...]

    @property
    def chosen(self) -> CurvePoint:
        """The mixture in the file."""
        (point,) = [point for point in self.curve if point.chosen]
        return point

    def to_json(self) -> dict:
        """JSON tree of numbers, names and lists."""
        return {
            "file": self.file.name,
            "curve": [asdict(point) for point in self.curve],
            "ranking": [
                {
                    "part": one.group.name,
                    "limit_usage": one.limit_usage,
                    **asdict(one.score),
                }
                for one in self.ranking
            ],
        }

    def to_markdown(self) -> str:
        """The curve as a table."""
        return curve_table(self.curve).markdown()


def search_mixed_precision(
    float32_file: str | os.PathLike,
    output: str | os.PathLike,
    calibration: np.ndarray,
    images: np.ndarray,
    labels: np.ndarray | None = None,
    *,
    limit: Limit,
    most_groups: int = MOST_GROUPS,
    num_threads: int = 2,
    progress: Progress = silent,
) -> MixedPrecision:
    """Write an int8 file with as few float32 parts as a limit allows.

    If int8 throughout keeps the limit, that is the file. Otherwise every part
    of the network is tried in int8 alone, and of the most harmed ones as few
    stay float32 as it takes. Runs each image once for each part and about ten
    times more.

    Args:
        float32_file: a TFLite file of `export_tflite(..., faster=False)`.
        output: the `.tflite` file to write, with the same class names.
        calibration: uint8 RGB array `(n, height, width, 3)` of real images
            that the ranges are learned from.
        images: uint8 RGB array `(m, height, width, 3)` to judge on.
        labels: class ids `(m, height, width)`, 255 is ignored.
        limit: equal pixels and, with labels, fall of mean IoU against the
            float32 file.
        most_groups: parts that the network is divided into at most, >= 1.
        num_threads: CPU threads, >= 1.
        progress: called with words, steps done and steps in all.

    Raises:
        ExportError: the extra `quantizer` is not installed, the file cannot
            be quantized, or no mixture keeps the limit.
    """
    float32_file, output = Path(float32_file), Path(output)
    groups = group_operations(read_operations(float32_file), most_groups)
    progress(f"int8_mixed: calibrate on {len(calibration)} images", 0, 0)
    quantizer = Int8Quantizer(float32_file, calibration, num_threads)
    judge = Judge(float32_file, images, labels, num_threads)
    with draft_folder(output) as folder:
        trials = _Trials(folder, quantizer, judge, limit, progress)
        kept = trials.find(groups)
        curve = trials.curve(float32_file, kept, num_threads)
        clean_names(trials.file(kept))
        write_metadata(trials.file(kept), names_in_tflite(float32_file))
        publish(trials.file(kept), output)
    return MixedPrecision(output, curve, trials.ranking)


class _Trials:
    """Files with the 0, 1, 2, ... most harmed parts in float32."""

    def __init__(self, folder, quantizer, judge, limit, progress):
        self.ranking: tuple[Sensitivity, ...] = ()
        self._folder, self._quantizer = folder, quantizer
        self._judge, self._limit, self._progress = judge, limit, progress
        self._scores: dict[int, Score] = {}

    def file(self, kept: int) -> Path:
        return self._folder / f"kept_{kept}.tflite"

    def find(self, groups: Sequence[Group]) -> int:
        """How many parts have to stay float32."""
        start = time.perf_counter()
        if self._holds(0):
            return 0
        seconds = (time.perf_counter() - start) * len(groups)
        words = f"int8 alone breaks its limit; the sweep over {len(groups)} "
        self._progress(f"{words}parts takes about {seconds:.0f} s", 0, 0)
        self.ranking = rank_by_sensitivity(
            self._quantizer,
            groups,
            self._judge,
            self._limit,
            self._folder,
            self._progress,
        )
        # With every part in float32 there would be nothing left to save.
        kept = fewest(self._holds, len(groups) - 1)
        if kept is None:
            raise ExportError(self._why_not())
        return kept

    def curve(self, float32_file, chosen, num_threads):
        """Measure the speed of every file that was tried."""
        paths = {kept: self.file(kept) for kept in sorted(self._scores)}
        everything = len(self.ranking)
        if everything:
            paths[everything] = float32_file
            self._scores[everything] = self._judge.score(float32_file)
        latencies = time_each(
            {
                kept: load_predictor(path, num_threads=num_threads)
                for kept, path in paths.items()
            },
            self._judge.image,
        )
        return tuple(
            CurvePoint(
                kept=self._names(kept),
                size_bytes=path.stat().st_size,
                latency_ms=latencies[kept].median_ms,
                score=self._scores[kept],
                limit_usage=self._scores[kept].limit_usage(self._limit),
                chosen=kept == chosen,
            )
            for kept, path in paths.items()
        )

    def _holds(self, kept: int) -> bool:
        if kept not in self._scores:
            self._progress(f"int8 with {kept} parts in float32", 0, 0)
            scopes = [
                scope
                for one in self.ranking[:kept]
                for scope in one.group.scopes
            ]
            self._quantizer.write_all_but(self.file(kept), scopes)
            self._scores[kept] = self._judge.score(self.file(kept))
        # NaN holds nothing.
        return self._scores[kept].limit_usage(self._limit) <= 1

    def _names(self, kept: int) -> tuple[str, ...]:
        return tuple(one.group.name for one in self.ranking[:kept])

    def _why_not(self) -> str:
        best = max(score.equal_pixels for score in self._scores.values())
        drops = [score.mean_iou_drop for score in self._scores.values()]
        fall = ""
        if None not in drops:
            fall = f" and the least fall of the mean IoU {min(drops):.4f}"
        return (
            f"no mixture of int8 and float32 keeps the limit of "
            f"{self._limit.equal_pixels:.2%} equal pixels and a fall of "
            f"{self._limit.mean_iou_drop:g}: the best had {best:.2%}{fall}. "
            "Allow more, or ship the float16 file"
        )
