"""Listing of a data set's samples, also of one that cannot be opened."""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets.annotated_dataset import AnnotatedDataset
from input_pipeline.datasets.named_dataset import (
    DATASETS,
    open_dataset,
)
from input_pipeline.datasets.records import RecordsDataset
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.doctor.catalog import (
    Finding,
    Place,
)
from input_pipeline.doctor.find_alike_classes import find_alike_classes
from input_pipeline.doctor.find_augmented import find_augmented
from input_pipeline.doctor.folder_listing import list_folder
from input_pipeline.doctor.record_listing import list_records
from input_pipeline.doctor.sample_ref import SampleRef
from input_pipeline.errors import DataError
from input_pipeline.sample import SamplePaths
from input_pipeline.synthetic.classes import (
    CLASS_NAMES,
    PALETTE,
)


@dataclass
class Listing:
    """Listing of the files to look at.

    Args:
        spec: what the labels mean; None where nothing says it.
        splits: names of the splits.
        cases: gives the samples; some sources are read meanwhile.
        count: how many samples `cases` gives, if nothing is damaged.
        findings: what is wrong with the tree; grows while `cases` is read.
    """

    spec: DatasetSpec | None
    splits: tuple[str, ...]
    cases: Iterable[SampleRef]
    count: int
    findings: list[Finding] = field(default_factory=list)


def list_dataset(
    name: str,
    root: Path,
    splits: Sequence[str],
    val_share: float | None = None,
    rules: DrawingRules | None = None,
) -> Listing:
    """Lists the samples of some splits.

    Args:
        name: a key of `DATASETS`.
        root: its folder.
        splits: which of them; empty for all.
        val_share: see `open_dataset`.
        rules: see `open_dataset`; broken annotations are findings.

    Raises:
        DataError: if there is no such folder, data set or split.
    """
    if not root.is_dir():
        raise DataError(f"{root} is not a folder")
    if name in ("folder", "synthetic"):
        return _folder(name, root, splits, val_share)
    if name not in DATASETS:
        raise DataError(
            f"no data set is called {name!r}. Choose one of: "
            f"{', '.join(DATASETS)}"
        )
    try:
        rules = dataclasses.replace(rules or DrawingRules(), on_error="skip")
        dataset = open_dataset(name, str(root), val_share, rules)
        spec, known = dataset.spec, dataset.splits
    except DataError as error:
        finding = Finding("not_opened", f"no {name!r}: {error}")
        return Listing(None, (), (), 0, [finding])
    chosen = choose_splits(known, splits, root)
    if isinstance(dataset, RecordsDataset):
        return _records(dataset, chosen)
    return _files(dataset, spec, chosen, splits)


def _files(dataset, spec: DatasetSpec, chosen, splits) -> Listing:
    findings = []
    found = _samples(dataset, chosen, findings)
    if found and not splits:
        findings[:] = [_left_out(finding) for finding in findings]
    if isinstance(dataset, AnnotatedDataset):
        findings += _broken(dataset, chosen)
        findings += _only_boxes(dataset)
    if dataset.any_classes:
        findings += find_alike_classes(spec.class_names)
    findings += find_augmented(found)
    cases = merge_refs(found, lambda path: _relative(path, dataset.root))
    return Listing(spec, tuple(found), cases, len(cases), findings)


def choose_splits(
    known: Sequence[str], wanted: Sequence[str], root: Path
) -> tuple[str, ...]:
    """The wanted splits, or all; raises `DataError` for an unknown one."""
    for split in wanted:
        if split not in known:
            raise DataError(
                f"{root} holds no split {split!r}. Splits found: "
                f"{', '.join(known) or 'none'}"
            )
    return tuple(wanted or known)


def _folder(name: str, root: Path, splits, val_share) -> Listing:
    tree = list_folder(root, splits, val_share)
    spec = tree.spec
    if name == "synthetic":
        spec = DatasetSpec(CLASS_NAMES, PALETTE)
    count = len(tree.cases)
    return Listing(spec, tree.splits, tree.cases, count, tree.findings)


def _samples(dataset, splits, findings) -> dict:
    found = {}
    for split in splits:
        try:
            found[split] = dataset.samples(split)
        except DataError as error:
            place = Place(split, str(error))
            text = f"the split {split!r} cannot be listed"
            findings.append(Finding("split_unusable", text, (place,)))
    return found


def _broken(dataset: AnnotatedDataset, splits) -> list[Finding]:
    """Annotations whose images are left out, named by file and id."""
    places = {
        reason: Place(*reason.partition(": ")[::2])
        for split in splits
        for reason in dataset.broken(split)
    }
    if not places:
        return []
    text = f"broken annotations: {len(places)}; their images are left out"
    return [Finding("annotation_broken", text, tuple(places.values()))]


def _only_boxes(dataset: AnnotatedDataset) -> list[Finding]:
    boxes, regions = dataset.boxes
    if not regions or boxes < regions:
        return []
    text = f"all {regions:,} outlines are rectangles"
    if regions == 1:
        text = "the only outline is a rectangle"
    if dataset.instead_of_boxes:
        text += f". {dataset.instead_of_boxes}"
    return [Finding("only_boxes", text)]


def _left_out(finding: Finding) -> Finding:
    """Parts that nobody asked for need not be there."""
    return dataclasses.replace(finding, code="split_left_out")


def _records(dataset: RecordsDataset, splits) -> Listing:
    shards = {split: dataset.shards(split) for split in splits}
    count = sum(shard.count for of in shards.values() for shard in of)
    findings = []
    cases = list_records(shards, findings)
    return Listing(dataset.spec, splits, cases, count, findings)


def _relative(path: Path, root: Path) -> str:
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def merge_refs(
    found: dict[str, Sequence[SamplePaths]], name_of: Callable[[Path], str]
) -> list[SampleRef]:
    """One case for each pair of files, whatever number of splits lists it.

    Args:
        found: samples by split.
        name_of: what to call a path.
    """
    samples, splits_of = {}, {}
    for split, of_split in found.items():
        for sample in of_split:
            files = (sample.image_path, sample.label_path)
            samples.setdefault(files, sample)
            splits_of.setdefault(files, []).append(split)
    return [
        SampleRef(
            id=sample.id,
            splits=tuple(splits_of[files]),
            image=sample.image_path,
            label=sample.label_path,
            image_name=name_of(sample.image_path),
            label_name=name_of(sample.label_path),
        )
        for files, sample in samples.items()
    ]
