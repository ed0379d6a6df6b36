"""Hugging Face's `datasets`: parquet tables with a photograph and a mask a row.

data/<split>-00000-of-00001.parquet     (as `push_to_hub` writes them)
<config>/<split>/0000.parquet           (the branch refs/convert/parquet)
id2label.json                           ({"0": "background", "1": "cat"})

Or a folder of the hub's cache, `datasets--<owner>--<name>`, whose snapshot of
`main` is taken.

Sources: huggingface/transformers, examples/pytorch/semantic-segmentation;
huggingface.co/datasets/huggingface/semantic-segmentation-test-sample.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from input_pipeline.annotations.class_label import class_label
from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets.packed_pictures import PackedDataset
from input_pipeline.errors import DataError
from input_pipeline.json_file import read_json

PLACES = ("data/*.parquet", "*.parquet", "*/*/*.parquet", "*/*.parquet")
IMAGES = ("image", "img", "pixel_values", "photo")
MASKS = (
    *("label", "labels", "annotation", "mask", "segmentation_mask"),
    *("segmentation", "semantic_segmentation", "label_img", "seg_label_img"),
)
INSTALL = "pip install 'deeplab-family[huggingface]'"
_SHARD = re.compile(r"(.+?)-\d+-of-\d+")
_ROWS = 16


class HuggingFaceDataset(PackedDataset):
    """Tables of the Hugging Face hub, downloaded or in its cache.

    `reduce_labels` of their recipes (0 is ignored, all others one less) is
    not guessed: say it in a `label_map.json` beside `data`.

    Args:
        root: folder of the tables, or of the hub's cache.
        val_share: see `PackedDataset`.
        rules: likewise.

    Raises:
        DataError: if there are no tables, or pyarrow is not installed.
    """

    marks = ("*.parquet", "data/*.parquet", "data/*.arrow", "*.arrow")

    def __init__(
        self,
        root: str | Path,
        val_share: float | None = None,
        rules: DrawingRules | None = None,
    ):
        super().__init__(_snapshot(Path(root)), val_share, rules)

    @classmethod
    def recognizes(cls, root: Path) -> bool:
        """Whether a folder holds tables, or is one of the hub's cache."""
        root = _snapshot(root)
        return bool(_tables(root) or _arrow(root))

    def find_shards(self) -> Mapping[str, Sequence[Path]]:
        """The tables of each split."""
        tables = _tables(self.root)
        if not tables and _arrow(self.root):
            raise DataError(
                f"{self.root} was written by `save_to_disk`. Write each split "
                "as a table: dataset['train'].to_parquet("
                "'data/train-00000-of-00001.parquet')"
            )
        if not tables:
            raise DataError(
                f"{self.root} holds no tables: data/<split>-00000-of-00001"
                ".parquet"
            )
        found: dict[str, list[Path]] = {}
        for path in tables:
            found.setdefault(_split_of(path, self.root), []).append(path)
        return {"": found[""]} if len(found) == 1 and "" in found else found

    def read_pairs(self, path: Path) -> Iterator[tuple]:
        """The bytes of the two columns of pictures."""
        arrow, parquet = _import_pyarrow()
        try:
            table = parquet.ParquetFile(path)
            image, mask = _columns(table.schema_arrow, path, arrow)
            batches = table.iter_batches(_ROWS, columns=[image, mask])
            for batch in batches:
                for row in batch.to_pylist():
                    yield _content(row[image]), _content(row[mask])
        except (arrow.ArrowException, OSError, ValueError) as error:
            raise DataError(f"{path} is no readable table: {error}") from error

    def stated_names(self) -> Mapping[int, str]:
        """The names of `id2label.json`."""
        path = self.root / "id2label.json"
        if not path.is_file():
            return {}
        try:
            content = read_json(path)
            if not isinstance(content, dict) or not content:
                raise ValueError("it is no object of names by id")
            names = {}
            for key, name in content.items():
                if not (key.isascii() and key.isdigit() and int(key) < 256):
                    raise ValueError(f"the id {key!r:.20}")
                names[int(key)] = class_label(name)
            return names
        except (OSError, ValueError) as error:
            raise DataError(
                f'{path} must look like {{"0": "background", "1": "cat"}}: '
                f"{error}"
            ) from error


def _columns(schema, path: Path, arrow) -> tuple[str, str]:
    """The names of the columns of photographs and of masks."""
    there = [
        field.name
        for field in schema
        if arrow.types.is_struct(field.type)
        and "bytes" in {inner.name for inner in field.type}
    ]
    images = [name for name in IMAGES if name in there]
    masks = [name for name in MASKS if name in there]
    if images and not masks and len(there) == 2:
        masks = [name for name in there if name != images[0]]
    if not images or not masks:
        raise DataError(
            f"{path} needs a column of photographs ({', '.join(IMAGES)}) and "
            f"one of masks ({', '.join(MASKS)}). Columns of pictures found: "
            f"{', '.join(there) or 'none'}; rename them with rename_column"
        )
    return images[0], masks[0]


def _content(cell) -> bytes | None:
    return cell.get("bytes") if isinstance(cell, dict) else None


def _import_pyarrow():
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise DataError(
            "tables of Hugging Face are read by pyarrow. Install it with "
            f"`{INSTALL}`"
        ) from error
    return pyarrow, parquet


def _split_of(path: Path, root: Path) -> str:
    match = _SHARD.match(path.stem)
    if match:
        return match[1]
    if path.stem.isdigit() and path.parent != root:
        return path.parent.name
    return path.stem if path.stem in ("train", "validation", "test") else ""


def _tables(root: Path) -> list[Path]:
    for place in PLACES:
        found = [p for p in sorted(root.glob(place)) if p.is_file()]
        if found:
            return found
    return []


def _arrow(root: Path) -> bool:
    return any(
        True for place in ("", "*/") for _ in root.glob(place + "*.arrow")
    )


def _snapshot(root: Path) -> Path:
    """The snapshot of a folder of the hub's cache; else the folder itself."""
    snapshots = root / "snapshots"
    if not snapshots.is_dir():
        return root
    try:
        commit = (root / "refs/main").read_text().strip()
    except OSError:
        commit = ""
    if commit and (snapshots / commit).is_dir():
        return snapshots / commit
    folders = sorted(f for f in snapshots.iterdir() if f.is_dir())
    return folders[-1] if folders else root
