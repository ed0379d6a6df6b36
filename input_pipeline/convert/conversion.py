"""Conversion of a data set: images and labels into a folder of another kind.

<output>/images/<split>/<name>.jpg
<output>/labels/<split>/<name>.png, classes.txt        "folder"
<output>/annotations/instances_<split>.json            "coco"
<output>/labels/<split>/<name>.txt, data.yaml          "yolo"
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from input_pipeline.atomic_files import atomic_folder, refuse_used
from input_pipeline.convert.coco_writer import CocoWriter
from input_pipeline.convert.folder_writer import FolderWriter
from input_pipeline.convert.image_files import ImageFiles
from input_pipeline.convert.labeled_images import read_labeled
from input_pipeline.convert.left_over import left_over
from input_pipeline.convert.plan import NAMES, Division, Entry, plan_entries
from input_pipeline.convert.yolo_writer import YoloWriter
from input_pipeline.errors import DataError
from input_pipeline.opened_data import OpenedData
from input_pipeline.records.record_writer import write_samples
from input_pipeline.sample import IGNORE_LABEL

WRITERS: dict[str, Callable] = {
    "folder": FolderWriter,
    "coco": CocoWriter,
    "yolo": YoloWriter,
}
RECORDS = "records"
FORMATS = (*WRITERS, RECORDS)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Conversion:
    """Conversion result: counts of what was written.

    Args:
        class_names: of the data set.
        images: number of images of each split.
        images_with: of each split, those that show each class id, int64
            `(256,)`.
        pixels: of each split, pixels of each class id, int64 `(256,)`.
        linked: images that are hard links to their files.
        copied: images that are copies.
        notes: sentences on what pixels without a region are, and what was
            lost.
        left_out: broken images, with `on_error` "skip".
    """

    class_names: tuple[str, ...]
    images: dict[str, int]
    images_with: dict[str, np.ndarray]
    pixels: dict[str, np.ndarray]
    linked: int = 0
    copied: int = 0
    notes: tuple[str, ...] = field(default=())
    left_out: int = 0


def convert(
    data: OpenedData,
    kind: str,
    output: str | Path,
    splits: Sequence[str],
    *,
    division: Division | None = None,
    link: bool = False,
    draws_polygons: bool = False,
    shards: int = 8,
    progress: Progress | None = None,
) -> Conversion:
    """Converts some splits of a data set.

    Every file is checked first. The folder appears when it is complete; what
    is not finished is removed, but for records, which go on from there.

    Args:
        data: the data set; its files are only read. With `on_error` "skip"
            broken images are logged, counted and left out.
        kind: "folder", "coco", "yolo" or "records".
        output: folder to make; it must not exist or be empty, nor lie within
            the data set.
        splits: which parts of it.
        division: how to divide all of their images anew. Defaults to None:
            the splits stay as they are.
        link: hard links instead of copies of the images; see `ImageFiles`.
        draws_polygons: of "coco", see `CocoWriter`.
        shards: of "records", files for each split.
        progress: called with what is done, how much of it, and of how much.

    Raises:
        DataError: if files are missing or wrong, `output` is in use, or the
            format cannot hold the classes.
    """
    output = Path(output)
    refuse_used(output)
    _refuse_inside(output, data.dataset.root)
    tell = progress or (lambda what, done, total: None)
    entries = plan_entries(data, splits, division, tell)
    made = partial(_conversion, data, entries, splits)
    if kind == RECORDS:
        return made(*_write_records(data, output, entries, shards, tell))
    pixels = sum(entry.pixels for entry in entries)
    rest = left_over(data.spec, pixels[IGNORE_LABEL] > 0)
    options = {"draws_polygons": True} if draws_polygons else {}
    with atomic_folder(output) as draft, ExitStack() as stack:
        writer = WRITERS[kind](draft, data.spec, rest, stack, **options)
        images = ImageFiles(draft, link)
        _write(data, entries, writer, images, tell)
        notes = writer.close()
    return made(images.linked, images.copied, notes)


def _refuse_inside(output: Path, root: Path) -> None:
    inside = output.resolve()
    if root.resolve() in (inside, *inside.parents):
        raise DataError(
            f"{output} lies within the data set {root}, which would be read "
            "with it then. Name a folder outside"
        )


def _write(data, entries: Sequence[Entry], writer, images, tell) -> None:
    by_place: dict[str, dict[int, Entry]] = {}
    for entry in entries:
        by_place.setdefault(entry.source, {})[entry.place] = entry
    done = 0
    for source, of_source in by_place.items():
        for image in read_labeled(data, source):
            entry = of_source.get(image.place)
            if entry is None:  # an image that another split has, too
                continue
            file_name = f"{entry.name}{image.ending}"
            images.add(entry.split, file_name, image)
            writer.add(entry.split, file_name, image.class_ids)
            done += 1
            tell("writing images", done, len(entries))


def _write_records(data, output, entries, shards: int, tell) -> tuple:
    if not data.dataset.random_access:
        raise DataError(
            f"{data.dataset.root} holds records already; they are not "
            "repacked. Convert them to folder, and that to records"
        )
    samples: dict[str, list] = {}
    for entry in entries:
        listed = data.source(entry.source).samples[entry.place]
        samples.setdefault(entry.split, []).append(entry.renamed(listed))
    write_samples(
        samples,
        data.spec,
        output,
        shards,
        lambda done, total: tell("packing", done, total),
        is_checked=True,
        pictures=data.config.pictures,
    )
    return 0, len(entries), ()


def _conversion(data, entries, splits, linked, copied, notes) -> Conversion:
    found = {entry.split for entry in entries}
    names = [*filter(found.__contains__, NAMES), *sorted(found - {*NAMES})]
    of = {n: [e.pixels for e in entries if e.split == n] for n in names}
    return Conversion(
        data.spec.class_names,
        {name: len(pixels) for name, pixels in of.items()},
        {name: sum(p > 0 for p in pixels) for name, pixels in of.items()},
        {name: sum(pixels) for name, pixels in of.items()},
        linked,
        copied,
        tuple(notes),
        _count_left_out(data, splits),
    )


def _count_left_out(data: OpenedData, splits: Sequence[str]) -> int:
    """Broken annotations, and files that cannot be read."""
    files = sum(
        len(data.split(split)) - len(data.source(split)) for split in splits
    )
    broken = getattr(data.dataset, "broken", lambda split: ())
    return files + len({reason for s in splits for reason in broken(s)})
