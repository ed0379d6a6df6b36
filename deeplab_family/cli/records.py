"""`deeplab records`: pack a data set into sharded TFRecords."""

import dataclasses
from pathlib import Path

from rich.progress import Progress

from deeplab_family.cli.options import parse
from deeplab_family.cli.quiet import start_tensorflow
from deeplab_family.terminal import Console


@dataclasses.dataclass(frozen=True)
class Options:
    """Packs a data set; read it with `--data.dataset records`.

    Every file is decoded and checked first. A run that was stopped goes on
    where it was when the same command is given again; the folder appears
    when it is complete.

    Attributes:
        root: folder of the data set to pack.
        output: folder to make; it must not exist or be empty.
        dataset: name of the data set, "folder", "voc", "synthetic" ...
        splits: which parts of it.
        shards: files for each split.
        verify: folder of packed records to compare with their checksums;
            nothing is packed.
    """

    root: str = ""
    output: Path | None = None
    dataset: str = "folder"
    splits: tuple[str, ...] = ("train", "val")
    shards: int = 8
    verify: Path | None = None


def main(words: list[str]) -> int:
    """Runs the verb; see `Options`."""
    options = parse(Options, "records", words)
    if options.verify is None and not (options.root and options.output):
        raise ValueError(
            "name what to pack and where to: --root FOLDER --output FOLDER, "
            "or what to look at: --verify FOLDER"
        )
    start_tensorflow()
    if options.verify is not None:
        return _verify(options.verify)
    manifest = _pack(options)
    _list_splits(manifest)
    print(f"Written to {options.output}")
    return 0


def _pack(options: Options):
    from input_pipeline import write_records

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("checking and packing", total=None)
        return write_records(
            options.dataset,
            options.root,
            options.output,
            options.splits,
            options.shards,
            lambda done, total: bar.update(task, completed=done, total=total),
        )


def _verify(folder: Path) -> int:
    from input_pipeline.records.verify_records import verify_records

    _list_splits(verify_records(folder))
    print(f"{folder} is as it was written")
    return 0


def _list_splits(manifest) -> None:
    for split, shards in manifest.splits.items():
        count = sum(shard.count for shard in shards)
        print(f"{split}: {count} samples in {len(shards)} shards")
