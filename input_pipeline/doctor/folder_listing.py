"""Pairs the files of a plain folder as far as they can be paired."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from input_pipeline.datasets.folder_spec import read_folder_spec
from input_pipeline.datasets.label_map_file import FILE_NAME as LABEL_MAP
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.doctor.case import Case
from input_pipeline.doctor.finding import Finding, Place
from input_pipeline.doctor.pair_loosely import pair_loosely
from input_pipeline.errors import DataError

FLAT = "(no split)"


@dataclass
class Tree:
    """What a plain folder holds; see `Listing`."""

    spec: DatasetSpec | None = None
    splits: tuple[str, ...] = ()
    cases: list[Case] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def list_folder(root: Path, wanted: Sequence[str] = ()) -> Tree:
    """Lists `images/<split>` and `labels/<split>`.

    Pictures that lie in `images` and `labels` themselves are looked at too,
    after a finding that says that they are in the wrong place.

    Args:
        root: the folder.
        wanted: names of splits; empty for all.

    Raises:
        DataError: if a wanted split does not exist.
    """
    tree = Tree()
    tree.spec = _read_classes(root, tree.findings)
    parts = root / "images", root / "labels"
    missing = [part.name for part in parts if not part.is_dir()]
    if missing:
        places = tuple(Place(name, "missing") for name in missing)
        text = f"no folder {' and no folder '.join(missing)}"
        tree.findings.append(Finding("tree", text, places))
    if len(missing) == len(parts):
        return tree
    known = sorted({name for part in parts for name in _folders(part)})
    unknown = [split for split in wanted if split not in known]
    if unknown:
        raise DataError(
            f"{root} holds no split {unknown[0]!r}. Splits found: "
            f"{', '.join(known) or 'none'}"
        )
    if not known:
        _list_flat(root, tree)
        return tree
    tree.splits = tuple(wanted or known)
    for split in tree.splits:
        pair_loosely(root, split, split, tree.cases, tree.findings)
    return tree


def _list_flat(root: Path, tree: Tree) -> None:
    text = "no split: no folder in images"
    tree.findings.append(Finding("tree", text, (Place("images"),)))
    tree.splits = (FLAT,)
    pair_loosely(root, "", FLAT, tree.cases, tree.findings)


def _folders(part: Path) -> list[str]:
    if not part.is_dir():
        return []
    return [
        path.name
        for path in part.iterdir()
        if path.is_dir() and not path.name.startswith(".")
    ]


def _read_classes(root: Path, findings) -> DatasetSpec | None:
    try:
        return read_folder_spec(root)
    except DataError as error:
        files = (LABEL_MAP, "classes.txt")
        name = next(name for name in files if name in str(error))
        text = f"{name} does not say what the labels mean"
        place = Place(name, str(error))
        findings.append(Finding("classes_file", text, (place,)))
        return None
