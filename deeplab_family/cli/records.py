"""`deeplab records DATA --output DIR`: pack data into sharded TFRecords."""

import dataclasses
from pathlib import Path

from deeplab_family.cli.labeled_data import choose_data
from deeplab_family.cli.options import Data, needed, parse
from deeplab_family.cli.value_checks import require_least, require_share
from deeplab_family.console.tf_startup import start_tensorflow
from input_pipeline.annotations.drawing_rules import Overlap, Unlabeled
from input_pipeline.counted_nouns import counted_noun

EXAMPLE = "deeplab records photos --output photos_records"


@dataclasses.dataclass(frozen=True)
class Options:
    """Packs a data set; every command recognizes the result.

    Example: deeplab records photos --output photos_records

    Every file is decoded and checked first. A run that was stopped goes on
    where it was when the same command is given again; the folder appears
    when it is complete.

    Attributes:
        data: folder of the data set to pack.
        output: folder to make; it must not exist or be empty.
        dataset: its layout: "auto" recognizes it; or "folder", "voc",
            "synthetic" ...
        splits: which parts of it.
        val_share: share of a folder without splits that is "val"; 0.2 if
            not given.
        overlap: which object of an annotation has a pixel that several
            cover; "auto" is what suits the format (docs/data/annotations.md).
        unlabeled: what pixels are that no object covers; likewise.
        channels: of the images.
        value_range: the lowest and the highest value of images that are not
            8-bit RGB, such as 0 4095 (docs/data/folders.md).
        shards: files for each split.
        verify: folder of packed records to compare with their checksums;
            nothing is packed.
    """

    data: Data = ""
    output: Path | None = None
    dataset: str = "auto"
    splits: tuple[str, ...] = ("train", "val")
    val_share: float | None = None
    overlap: Overlap = "auto"
    unlabeled: Unlabeled = "auto"
    channels: int = 3
    value_range: tuple[float, float] | None = None
    shards: int = 8
    verify: Path | None = None


def main(words: list[str]) -> int:
    """Runs the command; see `Options`."""
    options = parse(Options, "records", words)
    if options.verify is not None:
        start_tensorflow()
        return _verify(options.verify)
    require_least(options, "shards")
    require_share(options.val_share)
    data = needed(choose_data(options), "DATA", EXAMPLE)
    needed(options.output, "--output FOLDER", EXAMPLE)
    start_tensorflow()
    manifest = _pack(options, data)
    _list_splits(manifest)
    print(f"Written to {options.output}")
    return 0


def _pack(options: Options, data):
    from deeplab_family.console.progress_lines import ProgressLines
    from input_pipeline import PictureFormat, write_records
    from input_pipeline.annotations.drawing_rules import DrawingRules
    from input_pipeline.check.check_progress import watched

    with ProgressLines() as show, watched(show):
        return write_records(
            data.dataset,
            data.root,
            options.output,
            options.splits,
            options.shards,
            lambda done, total: show("packing", done, total),
            data.val_share,
            DrawingRules(data.overlap, data.unlabeled),
            PictureFormat(
                channels=options.channels, value_range=options.value_range
            ),
        )


def _verify(folder: Path) -> int:
    from deeplab_family.console.progress_lines import ProgressLines
    from input_pipeline.check.check_progress import watched
    from input_pipeline.records.check_shards import verify_records

    with ProgressLines() as show, watched(show):
        manifest = verify_records(folder)
    _list_splits(manifest)
    print(f"{folder} is as it was written")
    return 0


def _list_splits(manifest) -> None:
    for split, shards in manifest.splits.items():
        count = sum(shard.count for shard in shards)
        samples = counted_noun(count, "sample")
        print(f"{split}: {samples} in {counted_noun(len(shards), 'shard')}")
