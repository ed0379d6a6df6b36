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
from deeplab_family.predicting.polygon_files import coco_file, write_geojson
from deeplab_family.predicting.segmentation import Segmentation
from deeplab_family.visualization import (
    write_gray,
    write_image,
    write_mask,
)
from input_pipeline.atomic_files import atomic_file, write_atomic

ENDINGS = {
    "mask": ".png",
    "overlay": "_overlay.jpg",
    "confidence": "_confidence.png",
    "probabilities": "_probabilities.npy",
    "polygons": ".geojson",
}
TABLES = {"confidence": "confidence.csv", "polygons": "coco.json"}
"""One file each for all photographs."""
PROBABILISTIC = ("confidence", "probabilities")
"""Results that a model file with a class map alone cannot give."""
TEXT = {"encoding": "utf-8", "errors": "surrogateescape"}
COLUMNS = ("image", "class_id", "class", "pixels", "mean_confidence")

Add = Callable[[MediaFile, Segmentation], None]


def result_paths(
    output: Path, names: Sequence[str], save: Sequence[str]
) -> list[Path]:
    """All files that `ResultFiles` would write.

    Args:
        output: folder of all results.
        names: those of the photographs, folders divided by "/".
        save: keys of `ENDINGS`.
    """
    files = [
        output / f"{name}{ENDINGS[kind]}" for name in names for kind in save
    ]
    tables = [output / TABLES[kind] for kind in save if kind in TABLES]
    return files + (tables if names else [])


@dataclass(frozen=True)
class ResultFiles:
    """Writes the results of photographs, one after the other.

    Args:
        output: folder of all results.
        save: keys of `ENDINGS`.
        opacity: float in 0..1, share of the class color in overlays.
    """

    output: Path
    save: tuple[str, ...]
    opacity: float = 0.5

    @contextlib.contextmanager
    def opened(self, class_names: Sequence[str]) -> Iterator[Add]:
        """Gives a function that writes all results of one photograph.

        Args:
            class_names: of the model.

        Yields:
            A function of a photograph's file and its segmentation. It
            raises `OSError` if a file cannot be written. What is one file for
            all photographs appears at the end.
        """
        with contextlib.ExitStack() as stack:
            tables = []
            if "confidence" in self.save:
                path = self.output / TABLES["confidence"]
                tables.append(stack.enter_context(_confidence_table(path)))
            if "polygons" in self.save:
                path = self.output / TABLES["polygons"]
                coco = stack.enter_context(coco_file(path, class_names))
                tables.append(partial(_add_regions, coco))

            def add(file: MediaFile, segmentation: Segmentation):
                for kind in self.save:
                    path = self.output / f"{file.name}{ENDINGS[kind]}"
                    _write(path, kind, segmentation, self.opacity)
                for table in tables:
                    table(file, segmentation)

            yield add


def _write(path: Path, kind: str, result: Segmentation, opacity: float):
    if kind == "mask":
        write_mask(path, result.mask, result.palette)
    elif kind == "overlay":
        write_image(path, result.overlay(opacity))
    elif kind == "confidence":
        write_gray(path, np.rint(255 * result.confidence).astype(np.uint8))
    elif kind == "probabilities":
        content = io.BytesIO()  # a file's own error would not name the disk
        np.save(content, result.probabilities.astype(np.float16))
        write_atomic(path, content.getvalue())
    else:
        write_geojson(path, result)


@contextlib.contextmanager
def _confidence_table(path: Path) -> Iterator[Add]:
    with atomic_file(path) as draft:
        with draft.open("w", newline="", **TEXT) as file:
            table = csv.writer(file)
            table.writerow(COLUMNS)
            yield partial(_add_rows, table)


def _add_rows(table, file: MediaFile, result: Segmentation) -> None:
    pixels = np.bincount(result.mask.ravel(), minlength=256)
    for class_name, mean in result.confidence_by_class().items():
        class_id = result.class_names.index(class_name)
        row = (file.name, class_id, class_name, pixels[class_id], f"{mean:.4f}")
        table.writerow(row)


def _add_regions(coco, file: MediaFile, result: Segmentation) -> None:
    coco.add(file.file_name, result)
