"""Findings about missing classes."""

from collections.abc import Sequence

import numpy as np

from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.doctor.catalog import (
    Finding,
    Place,
)
from input_pipeline.doctor.class_counts import ClassCounts
from input_pipeline.doctor.sample_ref import SampleStats
from input_pipeline.inspection.stats import class_pixels
from input_pipeline.sample import IGNORE_LABEL

TRAIN, SCORED = "train", "val"


def find_missing_classes(
    facts: Sequence[SampleStats],
    counts: dict[str, ClassCounts],
    spec: DatasetSpec | None,
) -> list[Finding]:
    """Looks for classes without pixels.

    Args:
        facts: all samples.
        counts: sums of each split.
        spec: names of the classes; None where nothing says them.
    """
    total = sum(of_split.pixels for of_split in counts.values())
    if not np.any(total):
        return []
    findings = _judge_ignored(facts, spec)
    if np.count_nonzero(total[:IGNORE_LABEL]) == 1:
        text = f"every label shows only the class {np.argmax(total[:255])}"
        findings.append(Finding("one_class", text))
    elif spec is not None:
        findings += _judge_unused(total, spec)
    if TRAIN in counts and SCORED in counts:
        findings += _judge_splits(counts, spec)
    return findings


def _judge_ignored(facts, spec) -> list[Finding]:
    places = []
    for sample in facts:
        pixels = class_pixels(sample.label, spec)
        if pixels is not None and 0 < pixels[IGNORE_LABEL] == pixels.sum():
            places.append(Place(sample.case.label_name))
    if not places:
        return []
    text = f"labels whose every pixel is ignored: {len(places)}"
    return [Finding("label_ignored", text, tuple(places))]


def _judge_unused(total, spec: DatasetSpec) -> list[Finding]:
    unused = np.flatnonzero(total[: spec.num_classes] == 0)
    if not unused.size:
        return []
    names = [spec.class_names[i] for i in unused]
    text = f"classes without a pixel: {', '.join(names)}"
    return [Finding("class_unused", text)]


def _judge_splits(counts, spec) -> list[Finding]:
    trained = counts[TRAIN].pixels[:IGNORE_LABEL] > 0
    scored = counts[SCORED].pixels[:IGNORE_LABEL] > 0
    if not trained.any() or not scored.any():
        return []
    findings = []
    for code, here, there, missing in (
        ("class_not_trained", SCORED, TRAIN, scored & ~trained),
        ("class_not_scored", TRAIN, SCORED, trained & ~scored),
    ):
        names = [_name(i, spec) for i in np.flatnonzero(missing)]
        if names:
            text = f"in {here}, but not in {there}: {', '.join(names)}"
            findings.append(Finding(code, text))
    return findings


def _name(class_id: int, spec: DatasetSpec | None) -> str:
    return str(class_id) if spec is None else spec.class_names[class_id]
