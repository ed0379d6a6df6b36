"""Pairs the files of a plain folder as far as they can be paired."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from input_pipeline.datasets.folder import read_folder_spec
from input_pipeline.datasets.folder_trees import (
    Part,
    find_trees,
    half_tree,
    missing_parts,
    what_is_there,
)
from input_pipeline.datasets.label_map_file import FILE_NAME as LABEL_MAP
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.datasets.train_val_split import (
    TRAIN,
    VAL,
    share_of_train,
    val_names,
)
from input_pipeline.doctor.catalog import (
    Finding,
    Place,
)
from input_pipeline.doctor.pair_loosely import pair_loosely
from input_pipeline.doctor.sample_ref import SampleRef
from input_pipeline.errors import DataError

FLAT = "(no split)"


@dataclass
class FolderListing:
    """Listing of a plain folder; see `Listing`."""

    spec: DatasetSpec | None = None
    splits: tuple[str, ...] = ()
    cases: list[SampleRef] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def list_folder(
    root: Path, wanted: Sequence[str] = (), val_share: float | None = None
) -> FolderListing:
    """Lists the pairs of a plain folder as `FolderDataset` does.

    Args:
        root: the folder.
        wanted: names of splits; empty for all.
        val_share: see `FolderDataset`.

    Raises:
        DataError: if a wanted split does not exist.
    """
    listing = FolderListing()
    listing.spec = _read_classes(root, listing.findings)
    parts = _find_parts(root, listing.findings)
    if not parts:
        return listing
    share = share_of_train(parts, val_share)
    for split, part in parts.items():
        cases = []
        pair_loosely(root, part, split or FLAT, cases, listing.findings)
        listing.cases += [replace(c, splits=(split or TRAIN,)) for c in cases]
    splits = {split or TRAIN for split in parts}
    if share:
        listing.cases = _divided(listing.cases, share)
        splits.add(VAL)
    _choose(listing, root, sorted(splits), wanted)
    return listing


def _choose(listing: FolderListing, root: Path, known, wanted) -> None:
    unknown = [split for split in wanted if split not in known]
    if unknown:
        raise DataError(
            f"{root} holds no split {unknown[0]!r}. Splits found: "
            f"{', '.join(known)}"
        )
    listing.splits = tuple(wanted or known)
    if wanted:
        listing.cases = [c for c in listing.cases if c.splits[0] in wanted]


def _divided(cases: list[SampleRef], share: float) -> list[SampleRef]:
    names = [case.id for case in cases if case.splits == (TRAIN,)]
    chosen = val_names(names, share)
    return [
        replace(case, splits=(VAL,))
        if case.splits == (TRAIN,) and case.id in chosen
        else case
        for case in cases
    ]


def _find_parts(root: Path, findings: list[Finding]) -> dict[str, Part]:
    trees = find_trees(root)
    if len(trees) == 1:
        return trees[0].parts
    if trees:
        places = tuple(Place(tree.pattern, "one way") for tree in trees)
        text = f"the folder can be read in {len(trees)} ways"
        findings.append(Finding("tree_unclear", text, places))
        return {}
    missing = [path.name for path in missing_parts(root)]
    places = tuple(Place(name, "missing") for name in missing)
    names = " and no folder ".join(missing)
    text = f"no folder {names}{what_is_there(root)}"
    findings.append(Finding("tree", text, places))
    return half_tree(root) if len(missing) == 1 else {}


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
