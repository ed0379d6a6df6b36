"""Label Studio: its JSON export, full or JSON-MIN, and pre-annotations.

<any name>.json                         (or <split>/<any name>.json)
images/, upload/, or anywhere below     (uploads as 0a1b2c3d-<name>)

The PNG export does not say which photograph a mask is of; the JSON export
holds the same masks.
"""

import logging
import os
import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.annotations.export import BrokenImage, Export
from input_pipeline.annotations.label_studio_regions import read_regions
from input_pipeline.annotations.label_studio_tasks import (
    Task,
    photograph_name,
    read_tasks,
)
from input_pipeline.annotations.large_json import (
    read_annotations,
    read_ends,
    short,
)
from input_pipeline.annotations.photographs import (
    PhotographFinder,
    tool_path,
    unique_names,
)
from input_pipeline.annotations.picture_size import upright_size
from input_pipeline.annotations.regions import AnnotatedImage
from input_pipeline.counted_nouns import counted_noun
from input_pipeline.datasets.files_below import files_of_first_place
from input_pipeline.datasets.files_by_split import FilesBySplitDataset
from input_pipeline.datasets.photograph_facts import list_photographs
from input_pipeline.errors import DataError
from input_pipeline.file_names import folded

PLACES = ("*.json", "*/*.json")
PNG_EXPORT = "task-*-annotation-*.png"
_UPLOAD = re.compile("[0-9a-f]{8}-")
_PROBED = 2**16
_logger = logging.getLogger("input_pipeline")


class LabelStudioDataset(FilesBySplitDataset):
    """Regions of Label Studio; the later one lies over the earlier.

    Classes are the labels that were used, sorted: the export does not hold
    the labelling interface. Tasks without an annotation are left out; in a
    file that has none at all the predictions are taken.

    Args:
        root: folder of the export.
        val_share: see `AnnotatedDataset`.
        rules: see `AnnotatedDataset`.

    Raises:
        DataError: if there is no such file, or one is damaged.
    """

    suits = DrawingRules("later", "background")
    instead_of_boxes = (
        "Put PolygonLabels or BrushLabels in place of RectangleLabels into the "
        "labeling interface (Settings, Labeling Interface), and draw with them"
    )

    @classmethod
    def recognizes(cls, root: Path) -> bool:
        """Whether JSON files begin as Label Studio's, or PNGs are called so."""
        return bool(find_label_studio_files(root) or _pngs(root))

    def find_files(self) -> Sequence[Path]:
        """The files; raises if there are none."""
        files = find_label_studio_files(self.root)
        if not files and _pngs(self.root):
            raise DataError(
                f"{self.root} is Label Studio's PNG export, which does not say "
                "which photograph a mask is of. Export again as JSON, which "
                "holds the same masks"
            )
        if not files:
            raise DataError(
                f"{self.root} holds no JSON export of Label Studio. Export the "
                "project as JSON, and put the photographs beside the file"
            )
        return files

    def read(self) -> Export:
        """Reads all files."""
        found: dict[str, list] = {}
        broken = []
        for path, split in self.files.items():
            of_split = found.setdefault(split, [])
            for task in self._tasks(path):
                try:
                    if isinstance(task, ValueError):
                        raise task
                    of_split.append((task, *self._read(task, path)))
                except ValueError as error:
                    name = os.path.relpath(path, self.root)
                    reason = f"{name}: {short(error)}"
                    broken.append(BrokenImage(split, name, reason))
        splits = {s: _as_images(of, broken, s) for s, of in found.items()}
        regions = (r for of in splits.values() for i in of for r in i.regions)
        names = sorted({region.class_name for region in regions})
        if not names and not broken:
            raise DataError(
                f"{self.root}: no task has a region with an outline. Draw "
                "brush strokes or polygons in Label Studio, and export as JSON"
            )
        return Export(names, splits, broken)

    def _tasks(self, path: Path) -> list[Task | ValueError]:
        try:
            tasks, left_out = read_tasks(read_annotations(path))
        except ValueError as error:
            raise DataError(
                f"{path} is no export of Label Studio: {short(error)}. Export "
                "the project as JSON"
            ) from error
        if left_out:
            _logger.warning(
                "%s: %s without an annotation, left out",
                path,
                counted_noun(left_out, "task"),
            )
        return tasks

    def _read(self, task: Task, path: Path):
        try:
            photograph = self._find(task.photograph, path)
            regions, size = read_regions(task.results)
            if size is None:
                size = upright_size(photograph)
        except ValueError as error:
            raise ValueError(f"{task.place}: {short(error)}") from error
        return photograph, size, regions

    def _find(self, address: str, path: Path) -> Path:
        name = str(tool_path(photograph_name(address)))
        first = self._finder.find(name)
        if first.is_file():
            return first
        last = Path(name).name
        bare = _UPLOAD.sub("", last, count=1) if _UPLOAD.match(last) else last
        for wanted in map(folded, (last, bare)):
            if len(self._by_name.get(wanted, ())) == 1:
                return self._by_name[wanted][0]
        return first

    @cached_property
    def _finder(self) -> PhotographFinder:
        folders = [self.root, *(path.parent for path in self.files)]
        inside = ("images", "upload", "media/upload")
        return PhotographFinder(
            [*(f / i for f in folders for i in inside), *folders]
        )

    @cached_property
    def _by_name(self) -> dict[str, list[Path]]:
        found: dict[str, list[Path]] = {}
        for path in list_photographs(self.root):
            found.setdefault(folded(path.name), []).append(path)
        return found


def _as_images(found: list, broken: list, split: str) -> list[AnnotatedImage]:
    """One image for each photograph; a photograph of two tasks is no guess."""
    names = [tool_path(photograph_name(task.photograph)) for task, *_ in found]
    different = [*dict.fromkeys(names)]
    called = dict(zip(different, unique_names(different), strict=True))
    times = Counter(names) + Counter(path for _, path, *_ in found)
    images = []
    for name, (task, path, (height, width), regions) in zip(
        names, found, strict=True
    ):
        if times[name] > 1 or times[path] > 1:
            reason = f"{task.place}: several tasks are of {path.name}"
            broken.append(BrokenImage(split, str(name), reason))
            continue
        images.append(
            AnnotatedImage(called[name], path, height, width, regions)
        )
    return images


def find_label_studio_files(root: Path) -> list[Path]:
    """Label Studio's JSON files in a folder, of the first place with any."""
    return files_of_first_place(root, PLACES, _is_export)


def _is_export(path: Path) -> bool:
    text = read_ends(path, _PROBED)
    if text.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"[", b"{"):
        return False
    lists = (b'"annotations"', b'"predictions"', b'"completions"')
    is_full = b'"result"' in text and any(key in text for key in lists)
    return is_full or (b'"annotation_id"' in text and b'"lead_time"' in text)


def _pngs(root: Path) -> bool:
    places = (PNG_EXPORT, f"*/{PNG_EXPORT}")
    return any(True for place in places for _ in root.glob(place))
