"""Examination of a data set: every file once, every finding."""

from collections.abc import Callable, Sequence
from pathlib import Path

from input_pipeline.annotations.drawing_rules import DrawingRules
from input_pipeline.datasets.recognize import recognize, refuse_nested
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.doctor.catalog import ERROR, SEVERITIES, Finding
from input_pipeline.doctor.class_counts import ClassCounts, count_split
from input_pipeline.doctor.find_classes import find_missing_classes
from input_pipeline.doctor.find_copies import find_copies, find_near_copies
from input_pipeline.doctor.find_files import find_bad_files, find_missing_splits
from input_pipeline.doctor.find_ids import find_bad_ids
from input_pipeline.doctor.find_palettes import find_palette_conflicts
from input_pipeline.doctor.find_pictures import find_pictures, without_refused
from input_pipeline.doctor.label_map_proposal import propose_label_map
from input_pipeline.doctor.listing import Listing, list_dataset
from input_pipeline.doctor.read_samples import read_samples
from input_pipeline.doctor.report import Report
from input_pipeline.doctor.sample_ref import SampleStats
from input_pipeline.errors import DataError

Progress = Callable[[int, int], None]


def examine(
    root: str | Path,
    dataset: str | None = None,
    splits: Sequence[str] = (),
    progress: Progress | None = None,
    val_share: float | None = None,
    rules: DrawingRules | None = None,
) -> Report:
    """Examines a data set, however broken; changes nothing.

    Args:
        root: its folder.
        dataset: a key of `DATASETS`. Defaults to None: the layout is
            recognized by its folders.
        splits: which parts of it. Defaults to all.
        progress: called with the number of samples that are done, and of
            all.
        val_share: see `open_dataset`.
        rules: see `open_dataset`.

    Returns:
        What there is, and what is wrong with it.

    Raises:
        DataError: if there is no such folder, data set or split.
    """
    root = Path(root)
    is_named = dataset is not None
    dataset = dataset or recognize(root)
    listing = list_dataset(dataset, root, splits, val_share, rules)
    if not is_named:
        listing = _unless_nested(root, listing)
    spec = listing.spec
    tell = progress and (lambda done: progress(done, listing.count))
    facts = read_samples(listing.cases, spec, tell)
    counts = {s: count_split(facts, spec, s) for s in listing.splits}
    found, pictures = find_pictures(facts)
    judged = without_refused(facts) if found else facts
    findings = [*listing.findings, *found, *_judge(judged, counts, spec)]
    if not splits:  # else nobody asked for the others
        findings += find_missing_splits(
            dataset, listing.splits, listing.findings
        )
    findings.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    return Report(
        dataset=dataset,
        root=root,
        stated=spec,
        facts=facts,
        counts=counts,
        findings=tuple(findings),
        label_map=propose_label_map(facts, findings, spec),
        pictures=pictures,
    )


def _unless_nested(root: Path, listing: Listing) -> Listing:
    try:
        refuse_nested(root)
    except DataError as error:
        finding = Finding("not_opened", str(error))
        return Listing(None, (), (), 0, [finding])
    return listing


def _judge(
    facts: Sequence[SampleStats],
    counts: dict[str, ClassCounts],
    spec: DatasetSpec | None,
) -> list[Finding]:
    labels = [*find_bad_ids(facts, spec), *find_palette_conflicts(facts, spec)]
    files = find_bad_files(facts)
    copies = [*find_copies(facts), *find_near_copies(facts)]
    # Counts of values that are no class ids would accuse the classes.
    wrong = any(
        finding.severity == ERROR and finding.code.startswith(_LABEL_CODES)
        for finding in (*files, *labels)
    )
    classes = [] if wrong else find_missing_classes(facts, counts, spec)
    return [*files, *labels, *classes, *copies]


_LABEL_CODES = ("label_", "cityscapes_", "palette_")
