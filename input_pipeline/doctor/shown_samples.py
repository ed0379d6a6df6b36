"""Samples chosen for the contact sheet."""

from collections.abc import Sequence

import numpy as np

from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.doctor.catalog import NOTE, Finding
from input_pipeline.doctor.sample_ref import SampleStats
from input_pipeline.inspection.stats import class_pixels
from input_pipeline.sample import IGNORE_LABEL


def choose_shown(
    facts: Sequence[SampleStats],
    findings: Sequence[Finding],
    spec: DatasetSpec | None,
    count: int,
    *,
    any_format: bool = False,
) -> list[SampleStats]:
    """Chooses samples whose image can be read.

    Up to half are samples with findings, one of each kind in turns. Then
    comes, rarest class first, the sample that shows most of a class which is
    not shown yet; then others, evenly over the set.

    Args:
        facts: all samples.
        findings: what was found in them.
        spec: what the labels mean; None where nothing says it.
        count: int >= 1, how many to choose.
        any_format: images that are not 8-bit RGB can be read too.
    """
    readable = [
        s
        for s in facts
        if s.image.digest is not None or (any_format and s.image.stored)
    ]
    shown = _suspicious(readable, findings, count // 2)
    pixels = {id(s): class_pixels(s.label, spec) for s in readable}
    usable = [s for s in readable if pixels[id(s)] is not None]
    _add_classes(shown, usable, pixels, count)
    rest = [s for s in usable if s not in shown]
    missing = count - len(shown)
    if rest and missing > 0:
        places = np.linspace(0, len(rest) - 1, min(missing, len(rest)))
        shown += [rest[int(place)] for place in places]
    return shown


def codes_of(sample: SampleStats, findings: Sequence[Finding]) -> list[str]:
    """The codes of the findings that name a file of this sample."""
    names = {sample.case.image_name, sample.case.label_name}
    return [
        finding.code
        for finding in findings
        if any(place.file in names for place in finding.places)
    ]


def _suspicious(readable, findings, count: int) -> list[SampleStats]:
    by_name = {s.case.image_name: s for s in readable}
    by_name |= {s.case.label_name: s for s in readable}
    queues = [
        [by_name[p.file] for p in finding.places if p.file in by_name]
        for finding in findings
        if finding.severity != NOTE
    ]
    chosen = []
    for turn in range(max(map(len, queues), default=0)):
        for queue in queues:
            if turn < len(queue) and queue[turn] not in chosen:
                chosen.append(queue[turn])
        if len(chosen) >= count:
            break
    return chosen[:count]


def _add_classes(shown, usable, pixels, count: int) -> None:
    if not usable:
        return
    table = np.stack([pixels[id(sample)] for sample in usable])
    table = table[:, :IGNORE_LABEL]
    total = table.sum(0)
    rarest_first = np.argsort(total, kind="stable")
    for class_id in rarest_first[total[rarest_first] > 0]:
        seen = sum(
            pixels[id(s)][class_id] for s in shown if pixels[id(s)] is not None
        )
        if len(shown) < count and not seen:
            shown.append(usable[int(np.argmax(table[:, class_id]))])
