"""`deeplab records`: pack a data set into sharded TFRecords."""

import dataclasses
from pathlib import Path

from deeplab_family.cli.options import parse
from deeplab_family.cli.quiet import start_tensorflow


@dataclasses.dataclass(frozen=True)
class Options:
    """Packs a data set; read it with `--data.dataset records`.

    Every file is decoded and checked first; the folder appears when it is
    complete.

    Attributes:
        root: folder of the data set to pack.
        output: folder to make; it must not exist or be empty.
        dataset: "folder", "voc" or "synthetic".
        splits: which parts of it.
        shards: files for each split.
    """

    root: str
    output: Path
    dataset: str = "folder"
    splits: tuple[str, ...] = ("train", "val")
    shards: int = 8


def main(words: list[str]) -> int:
    """Runs the verb; see `Options`."""
    options = parse(Options, "records", words)
    start_tensorflow()
    from input_pipeline import write_records

    manifest = write_records(
        options.dataset,
        options.root,
        options.output,
        options.splits,
        options.shards,
    )
    for split, shards in manifest.splits.items():
        count = sum(shard.count for shard in shards)
        print(f"{split}: {count} samples in {len(shards)} shards")
    print(f"Written to {options.output}")
    return 0
