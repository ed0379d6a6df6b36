"""Writer of COCO: one JSON file of instances for each split."""

from contextlib import ExitStack
from pathlib import Path

import numpy as np

from input_pipeline.annotations.coco_file import CocoFile, coco_file
from input_pipeline.annotations.polygons import polygons_of
from input_pipeline.convert.left_over import BACKGROUND, IGNORED, LeftOver
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.sample import IGNORE_LABEL


class CocoWriter:
    """Writes `annotations/instances_<split>.json`.

    Each region of one class, pixels joined by their sides, is an instance
    with compressed run lengths. A class that is called background gets none
    where no pixel is ignored; else it gets some, and pixels without a region
    are the ignored ones. `info.unlabeled` of the file says which.

    Args:
        folder: of the converted data set.
        spec: the classes; category ids are class ids plus one.
        left_over: what need not be drawn.
        stack: closes what is open, also after an error.
        draws_polygons: store regions without holes as polygons instead.
    """

    def __init__(
        self,
        folder: Path,
        spec: DatasetSpec,
        left_over: LeftOver,
        stack: ExitStack,
        draws_polygons: bool = False,
    ):
        self._folder, self._spec = folder, spec
        self._draws_polygons = draws_polygons
        self._undrawn = left_over.undrawn(left_over.has_ignored)
        self._stack = stack
        self._files: dict[str, CocoFile] = {}

    def add(self, split: str, file_name: str, class_ids: np.ndarray) -> None:
        """Writes the regions of an image; see `FolderWriter`."""
        if split not in self._files:
            self._files[split] = self._stack.enter_context(self._opened(split))
        regions = polygons_of(
            class_ids, self._spec.num_classes, leave_out=(self._undrawn,)
        )
        self._files[split].add(file_name, class_ids.shape, regions)

    def close(self) -> tuple[str, ...]:
        """Gives what to know; nothing was lost."""
        return (f"Pixels of no region: {self._unlabeled}.",)

    @property
    def _unlabeled(self) -> str:
        return IGNORED if self._undrawn == IGNORE_LABEL else BACKGROUND

    def _opened(self, split: str):
        return coco_file(
            self._folder / "annotations" / f"instances_{split}.json",
            self._spec.class_names,
            {"unlabeled": self._unlabeled},
            self._draws_polygons,
        )
