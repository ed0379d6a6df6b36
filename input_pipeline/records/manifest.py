"""The list of contents that lies beside the shards of a data set."""

import json
from dataclasses import dataclass
from pathlib import Path

from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.errors import DataError

FILE_NAME = "manifest.json"


@dataclass(frozen=True)
class Shard:
    """One file of records.

    Args:
        path: the file.
        count: number of samples in it.
    """

    path: Path
    count: int


@dataclass(frozen=True)
class Manifest:
    """What the classes mean, and which shards make up each split.

    Args:
        spec: classes and colors.
        splits: shards by the name of the split.
    """

    spec: DatasetSpec
    splits: dict[str, tuple[Shard, ...]]

    def write(self, folder: Path) -> None:
        """Writes `manifest.json` into the folder of the shards."""
        content = {
            "class_names": self.spec.class_names,
            "palette": self.spec.palette,
            "ignore_label": self.spec.ignore_label,
            "splits": {
                split: {
                    "count": sum(shard.count for shard in shards),
                    "shards": [
                        {"name": shard.path.name, "count": shard.count}
                        for shard in shards
                    ],
                }
                for split, shards in self.splits.items()
            },
        }
        text = json.dumps(content, indent=2) + "\n"
        (folder / FILE_NAME).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Reads `manifest.json`.

    Raises:
        DataError: if it is missing or not what `Manifest.write` writes.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise DataError(
            f"{path} is missing. Records are made from another data set by "
            "`deeplab records`, which writes it beside the shards"
        )
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        spec = DatasetSpec(
            tuple(content["class_names"]),
            tuple(tuple(color) for color in content["palette"]),
            content["ignore_label"],
        )
        splits = {
            split: tuple(
                Shard(folder / shard["name"], int(shard["count"]))
                for shard in entry["shards"]
            )
            for split, entry in content["splits"].items()
        }
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(
            f"{path} is damaged ({error!r}). Make the records again"
        ) from error
    return Manifest(spec, splits)
