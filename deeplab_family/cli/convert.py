"""`deeplab convert DATA --to FORMAT --output DIR`: other files, new splits."""

import dataclasses
import shlex
from pathlib import Path
from typing import Literal

from deeplab_family.cli.labeled_data import choose_data
from deeplab_family.cli.options import Data, needed, parse
from deeplab_family.cli.value_checks import require_least, require_share
from deeplab_family.console.tf_startup import start_tensorflow
from input_pipeline.annotations.drawing_rules import Overlap, Unlabeled

EXAMPLE = "deeplab convert photos --to coco --output photos_coco"
USUAL = ("train", "val", "test")


@dataclasses.dataclass(frozen=True)
class Options:
    """Writes a data set as plain folders, COCO, YOLO or TFRecords.

    Example: deeplab convert photos --to coco --output photos_coco

    New splits: deeplab convert photos --to folder --output divided --split
    0.8 0.2

    Every file is checked first, and none is changed. The folder appears when
    it is complete. What a format cannot hold is counted and said.

    Attributes:
        data: folder of the data set, of its records, or of a run, whose data
            are meant.
        to: folder (images, paletted masks, classes.txt), coco (JSON with
            compressed run lengths), yolo (polygons) or records (TFRecords).
        output: folder to make; it must not exist or be empty.
        dataset: layout of DATA; "auto" recognizes it.
        splits: which parts of it; without this flag those of train, val and
            test that are there, else all.
        split: divides all of these images anew: shares of train and val, or
            of train, val and test. Each class is divided likewise.
        seed: of the division; the same seed gives the same splits.
        group_by: regular expression for the names of images: those in which
            it finds the same stay in one split. For frames of videos such as
            street_0042.jpg: "^(.+)_[0-9]+$".
        val_share: share of a folder without splits that is "val"; 0.2 if not
            given, and none with --split.
        overlap: which object of an annotation has a pixel that several
            cover; "auto" is what suits the format (docs/data/annotations.md).
        unlabeled: what pixels are that no object covers; likewise.
        on_error: "raise" stops at broken images and annotations and names
            them, "skip" leaves them out, names and counts them.
        channels: of the images.
        value_range: the lowest and the highest value of images that are not
            8-bit RGB, such as 0 4095 (docs/data/folders.md).
        link: hard links in place of copies of the images.
        polygons: with coco: polygons for regions without holes.
        shards: with records: files for each split.
    """

    data: Data = ""
    to: Literal["folder", "coco", "yolo", "records"] | None = None
    output: Path | None = None
    dataset: str = "auto"
    splits: tuple[str, ...] = ()
    split: tuple[float, ...] = ()
    seed: int = 0
    group_by: str = ""
    val_share: float | None = None
    overlap: Overlap = "auto"
    unlabeled: Unlabeled = "auto"
    on_error: Literal["raise", "skip"] = "raise"
    channels: int = 3
    value_range: tuple[float, float] | None = None
    link: bool = False
    polygons: bool = False
    shards: int = 8


def main(words: list[str]) -> int:
    """Runs the command; see `Options`."""
    options = parse(Options, "convert", words)
    _check(options)
    # Of other commands `split` names a part.
    choice = choose_data(
        _Named(
            options.data, options.dataset, options.overlap, options.unlabeled
        )
    )
    choice = needed(choice, "DATA", EXAMPLE)
    needed(options.to, "--to FORMAT", EXAMPLE)
    needed(options.output, "--output FOLDER", EXAMPLE)
    start_tensorflow()
    result = _convert(options, choice)
    _tell(options, result)
    return 0


@dataclasses.dataclass(frozen=True)
class _Named:
    data: str
    dataset: str
    overlap: Overlap
    unlabeled: Unlabeled


def _check(options: Options) -> None:
    require_least(options, "shards")
    require_least(options, "seed", least=0)
    require_share(options.val_share)
    for flag, value in (
        ("--group-by", options.group_by),
        ("--seed", options.seed),
    ):
        if value and not options.split:
            raise ValueError(
                f"{flag} belongs to a new division of the images. Add "
                "--split 0.8 0.2, or leave it out"
            )
    if options.split and options.val_share is not None:
        raise ValueError(
            "--split divides all images anew, so --val-share would do "
            "nothing. Leave one of them out"
        )
    for flag, value, kind in (
        ("--polygons", options.polygons, "coco"),
        ("--shards", options.shards != 8, "records"),
    ):
        if value and options.to != kind:
            raise ValueError(f"{flag} is for --to {kind}. Leave it out")
    if options.link and options.to == "records":
        raise ValueError("--link is for files of images; records hold bytes")


def _convert(options: Options, choice):
    from deeplab_family.console.progress_lines import ProgressLines
    from input_pipeline import DataConfig, open_data
    from input_pipeline.check.check_progress import watched
    from input_pipeline.convert import Division, convert

    division, share = None, options.val_share
    if options.split:
        division = Division(
            options.split, options.seed, options.group_by or None
        )
        share = 0.0
    elif share is None:
        share = choice.val_share
    data = open_data(
        DataConfig(
            dataset=choice.dataset,
            root=choice.root,
            val_share=share,
            overlap=choice.overlap,
            unlabeled=choice.unlabeled,
            on_error=options.on_error,
            channels=options.channels,
            value_range=options.value_range,
        )
    )
    there = data.dataset.splits
    usual = tuple(split for split in USUAL if split in there)
    with ProgressLines() as show, watched(show):
        return convert(
            data,
            options.to,
            options.output,
            options.splits or usual or there,
            division=division,
            link=options.link,
            draws_polygons=options.polygons,
            shards=options.shards,
            progress=show,
        )


def _tell(options: Options, result) -> None:
    from deeplab_family.cli.conversion_table import conversion_table
    from deeplab_family.console.terminal import Console, printable
    from input_pipeline.counted_nouns import counted_noun

    Console().print(conversion_table(result))
    for note in result.notes:
        print(printable(note))
    if result.left_out:
        print(f"Left out: {counted_noun(result.left_out, 'broken image')}")
    images = f"{result.copied:,} copied"
    if result.linked:
        images = f"{result.linked:,} hard links, {result.copied:,} copied"
    print(printable(f"Written to {options.output} (images: {images})"))
    print(f"Next: deeplab doctor {shlex.quote(str(options.output))}")
