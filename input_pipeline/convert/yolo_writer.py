"""Writer of YOLO's segmentation labels: a polygon a line.

Source: docs.ultralytics.com/datasets/segment. A polygon is the outer line of
a region; what lies in a hole stands further down and is painted over it.
"""

import json
from contextlib import ExitStack
from pathlib import Path, PurePath

import numpy as np

from input_pipeline.annotations.pixel_rings import area, rasterize
from input_pipeline.annotations.polygons import Polygon, polygons_of
from input_pipeline.convert.left_over import BACKGROUND, IGNORED, LeftOver
from input_pipeline.counted_nouns import counted_noun
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError
from input_pipeline.sample import IGNORE_LABEL


class YoloWriter:
    """Writes `labels/<split>/<name>.txt` and `data.yaml`.

    A class that is called background gets no polygons and no name: it is what
    they leave. YOLO has no ignore label. What cannot be held is counted:
    ignored pixels beside a background, and pixels without a region within the
    hole of one.

    Args:
        folder: of the converted data set.
        spec: the classes.
        left_over: what need not be drawn.
        stack: not needed here.

    Raises:
        DataError: if there is no class but a background.
    """

    def __init__(
        self,
        folder: Path,
        spec: DatasetSpec,
        left_over: LeftOver,
        stack: ExitStack,
    ):
        self._folder, self._spec = folder, spec
        self._undrawn = left_over.undrawn(draws_background=False)
        self._ids = [i for i in range(spec.num_classes) if i != self._undrawn]
        if not self._ids:
            raise DataError(
                "YOLO has no background, and there is no other class: "
                f"{list(spec.class_names)}. Convert to folder or coco"
            )
        self._splits: dict[str, None] = {}
        self._ignored = self._filled = 0

    def add(self, split: str, file_name: str, class_ids: np.ndarray) -> None:
        """Writes the polygons of an image; see `FolderWriter`."""
        self._splits[split] = None
        regions = polygons_of(
            class_ids, self._spec.num_classes, leave_out=(self._undrawn,)
        )
        # Large ones first: what lies in a hole is smaller than the hole.
        regions.sort(key=lambda region: -area(region.rings[0]))
        lines = [self._line(region, class_ids.shape) for region in regions]
        path = self._folder / "labels" / split / PurePath(file_name).stem
        path.parent.mkdir(parents=True, exist_ok=True)
        path = path.with_name(f"{path.name}.txt")
        path.write_text("".join(lines), encoding="utf-8")
        self._count_lost(class_ids, regions)

    def close(self) -> tuple[str, ...]:
        """Writes `data.yaml`; gives what was lost, in words."""
        names = [self._spec.class_names[i] for i in self._ids]
        # JSON's strings are YAML's, too.
        lines = [f"{split}: images/{split}" for split in self._splits]
        lines += ["names:"]
        lines += [f"  {i}: {json.dumps(n)}" for i, n in enumerate(names)]
        is_ignored = self._undrawn == IGNORE_LABEL
        rest = IGNORED if is_ignored else BACKGROUND
        lines.append(f"unlabeled: {rest}  # what pixels of no polygon are")
        (self._folder / "data.yaml").write_text(
            "\n".join(lines) + "\n", encoding="utf-8"
        )
        notes = [f"Pixels of no polygon: {rest}."]
        if self._ignored:
            pixels = counted_noun(self._ignored, "ignored pixel")
            notes.append(f"Lost: {pixels}, now background.")
        if self._filled:
            pixels = counted_noun(self._filled, "pixel")
            notes.append(
                f"Lost: {pixels} of no polygon within holes, now of the class "
                "around: a polygon has no holes."
            )
        return tuple(notes)

    def _line(self, region: Polygon, size: tuple[int, int]) -> str:
        height, width = size
        points = region.rings[0] / (width, height)
        numbers = " ".join(f"{value:.8g}" for value in points.ravel())
        return f"{self._ids.index(region.class_id)} {numbers}\n"

    def _count_lost(self, class_ids: np.ndarray, regions) -> None:
        bare = (class_ids == self._undrawn) | (class_ids == IGNORE_LABEL)
        filled = np.zeros(class_ids.shape, bool)
        for region in regions:
            if len(region.rings) > 1:
                filled |= rasterize([region.rings[0]], class_ids.shape)
        self._filled += int((bare & filled).sum())
        if self._undrawn != IGNORE_LABEL:
            lost = (class_ids == IGNORE_LABEL) & ~filled
            self._ignored += int(lost.sum())
