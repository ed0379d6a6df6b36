"""Result files of a photograph: what `--save` chooses from."""

import contextlib
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from deeplab_family.photographs import MediaFile
from deeplab_family.predicting.cvat_file import cvat_file
from deeplab_family.predicting.geojson_file import write_geojson
from deeplab_family.predicting.label_studio_file import (
    label_studio_file,
    write_interface,
)
from deeplab_family.predicting.labelme_file import (
    LABELS,
    write_labelme,
    write_labels,
)
from deeplab_family.predicting.segmentation import Segmentation
from deeplab_family.visualization import (
    write_gray,
    write_image,
    write_mask,
)
from input_pipeline import DatasetSpec
from input_pipeline.annotations.background import background_id
from input_pipeline.annotations.coco_file import coco_file
from input_pipeline.annotations.polygons import Polygon
from input_pipeline.atomic_files import atomic_file, write_atomic

ENDINGS = {
    "mask": ".png",
    "overlay": "_overlay.jpg",
    "confidence": "_confidence.png",
    "probabilities": "_probabilities.npy",
    "polygons": ".geojson",
    "labelme": ".json",
}
"""Of the files of each photograph."""
TABLES = {
    "confidence": ("confidence.csv",),
    "coco": ("coco.json",),
    "labelme": (LABELS,),
    "cvat": ("cvat.xml",),
    "labelstudio": ("label_studio.json", "label_studio.xml"),
}
"""Files for all photographs together."""
PROBABILISTIC = ("confidence", "probabilities")
"""Results that a model file with a class map alone cannot give."""
TOOLS = ("coco", "labelme", "cvat", "labelstudio")
"""Results for labelling tools, in which a background is not drawn."""
OF_REGIONS = ("polygons", *TOOLS)
TEXT = {"encoding": "utf-8", "errors": "surrogateescape"}
COLUMNS = ("image", "class_id", "class", "pixels", "mean_confidence")

Add = Callable[[MediaFile, Segmentation], None]
AddRegions = Callable[[MediaFile, Segmentation, Sequence[Polygon]], None]


def result_paths(
    output: Path, names: Sequence[str], save: Sequence[str]
) -> list[Path]:
    """All files that `ResultFiles` would write.

    Args:
        output: folder of all results.
        names: those of the photographs, folders divided by "/".
        save: keys of `ENDINGS` or `TABLES`.
    """
    files = [path for name in names for path in own_paths(output, name, save)]
    tables = [output / t for kind in save for t in TABLES.get(kind, ())]
    return files + (tables if names else [])


def own_paths(output: Path, name: str, save: Sequence[str]) -> list[Path]:
    """The files of one photograph alone; takes what `result_paths` does."""
    kinds = [kind for kind in save if kind in ENDINGS]
    return [output / f"{name}{ENDINGS[kind]}" for kind in kinds]


@dataclass(frozen=True)
class ResultFiles:
    """Writes the results of photographs, one after the other.

    Args:
        output: folder of all results.
        save: keys of `ENDINGS` or `TABLES`.
        opacity: float in 0..1, share of the class color in overlays.
        smallest_region: pixels; regions of fewer are left out. Defaults to
            0: none.
        url_prefix: what Label Studio puts before a photograph's name.
    """

    output: Path
    save: tuple[str, ...]
    opacity: float = 0.5
    smallest_region: int = 0
    url_prefix: str = ""

    @contextlib.contextmanager
    def opened(self, spec: DatasetSpec) -> Iterator[Add]:
        """Gives a function that writes all results of one photograph.

        Args:
            spec: names and colors of the model's classes.

        Yields:
            A function of a photograph's file and its segmentation. It
            raises `OSError` if a file cannot be written. What is one file for
            all photographs appears at the end.
        """
        with contextlib.ExitStack() as stack:
            tables = [
                stack.enter_context(table)
                for kind in self.save
                for table in self._tables(kind, spec)
            ]
            background = background_id(spec.class_names)
            left_out = () if background is None else (background,)

            def add(file: MediaFile, segmentation: Segmentation):
                drawn = []
                if {*self.save} & {*TOOLS}:
                    drawn = segmentation.polygons(
                        leave_out=left_out, smallest=self.smallest_region
                    )
                for kind in self.save:
                    if kind in ENDINGS:
                        self._write(kind, file, segmentation, drawn)
                for table in tables:
                    table(file, segmentation, drawn)

            yield add

    def _write(self, kind: str, file, result: Segmentation, drawn) -> None:
        path = self.output / f"{file.name}{ENDINGS[kind]}"
        if kind == "labelme":
            write_labelme(path, file, result, drawn)
        elif kind == "polygons":
            write_geojson(path, result, self.smallest_region)
        elif kind == "overlay":
            write_image(path, result.overlay(self.opacity))
        else:
            _write_map(path, kind, result)

    def _tables(self, kind: str, spec: DatasetSpec) -> Iterator:
        """Contexts that each give an `AddRegions`."""
        paths = [self.output / name for name in TABLES.get(kind, ())]
        names, palette = spec.class_names, spec.palette
        if kind == "confidence":
            yield _confidence_table(*paths)
        elif kind == "coco":
            yield _coco_table(*paths, names)
        elif kind == "cvat":
            yield _adding(cvat_file(*paths, names, palette))
        elif kind == "labelstudio":
            table, interface = paths
            yield _adding(label_studio_file(table, names, self.url_prefix))
            yield _at_the_end(write_interface, interface, names, palette)
        elif kind == "labelme":
            yield _at_the_end(write_labels, *paths, names)


@contextlib.contextmanager
def _adding(opened) -> Iterator[AddRegions]:
    with opened as table:
        yield table.add


@contextlib.contextmanager
def _coco_table(path: Path, class_names) -> Iterator[AddRegions]:
    with coco_file(path, class_names) as coco:

        def add(file: MediaFile, result: Segmentation, regions):
            coco.add(file.file_name, result.mask.shape, regions)

        yield add


@contextlib.contextmanager
def _at_the_end(write: Callable, *arguments) -> Iterator[AddRegions]:
    """A file that does not depend on the photographs."""
    yield lambda file, result, regions: None
    write(*arguments)


def _write_map(path: Path, kind: str, result: Segmentation) -> None:
    if kind == "mask":
        write_mask(path, result.mask, result.palette)
    elif kind == "confidence":
        write_gray(path, np.rint(255 * result.confidence).astype(np.uint8))
    else:
        content = io.BytesIO()  # a file's own error would not name the disk
        np.save(content, result.probabilities.astype(np.float16))
        write_atomic(path, content.getvalue())


@contextlib.contextmanager
def _confidence_table(path: Path) -> Iterator[AddRegions]:
    with atomic_file(path) as draft:
        with draft.open("w", newline="", **TEXT) as file:
            table = csv.writer(file)
            table.writerow(COLUMNS)
            yield partial(_add_rows, table)


def _add_rows(table, file: MediaFile, result: Segmentation, regions) -> None:
    pixels = np.bincount(result.mask.ravel(), minlength=256)
    for class_name, mean in result.confidence_by_class().items():
        class_id = result.class_names.index(class_name)
        row = (file.name, class_id, class_name, pixels[class_id], f"{mean:.4f}")
        table.writerow(row)
