"""The doctor's report as tables for people."""

from rich.padding import Padding
from rich.text import Text

from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from deeplab_family.console.terminal import (
    Console,
    plain,
)
from input_pipeline.counted_nouns import counted_noun
from input_pipeline.doctor import Finding, Report

LISTED = 5
_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}


def print_report(report: Report, console: Console) -> None:
    """Prints facts, then findings, then what they come to."""
    where = f"{report.root} (data set {report.dataset!r})"
    console.print(plain(where), soft_wrap=True)
    console.print(splits_table(report))
    if any(counts.labels for counts in report.counts.values()):
        console.print(classes_table(report))
    if report.crop is not None:
        height, width = report.crop
        console.print(f"Suggested crop: --crop {height} {width}")
    if report.pictures is not None:
        proposal = f"Proposed for these images: {report.pictures.flags}"
        console.print(plain(proposal), soft_wrap=True)
    if report.label_map is not None:
        basis = report.label_map.basis
        console.print(plain(f"Proposed label map, to be checked: {basis}"))
        console.print(label_map_table(report))
    for finding in report.findings:
        head, *lines = map(plain, finding_lines(finding))
        head.stylize(_STYLES[finding.severity], 0, len(finding.severity))
        console.print(head)
        console.print(Padding(Text("\n").join(lines), (0, 0, 0, 2)))
    console.print(verdict(report), style="" if report.findings else "green")


def splits_table(report: Report) -> Table:
    """One line a split: samples, ignored pixels, sizes of images."""
    facts = {split: report.split(split) for split in report.counts}
    return Table(
        title="Splits",
        columns=(
            *words("split"),
            *numbers("samples", "readable labels", "ignored"),
            *words("image sizes (width x height)"),
        ),
        rows=tuple(
            (
                split,
                str(found["samples"]),
                str(found["readable_labels"]),
                _percent(found["ignored_share"]),
                _sizes(found["image_sizes"]),
            )
            for split, found in facts.items()
        ),
        least_asked=("readable labels", "ignored"),
    )


def classes_table(report: Report) -> Table:
    """One line a class: its share in each split, and a weight."""
    weights = report.weights()["median_frequency"]
    rows = []
    for class_id, name in enumerate(report.spec.class_names):
        cells = []
        for counts in report.counts.values():
            cells.append(_percent(counts.shares[class_id]))
            cells.append(str(counts.images[class_id]))
        weight = weights[class_id]
        shown = "" if weight is None else f"{weight:.3f}"
        rows.append((str(class_id), name, *cells, shown))
    headings = (
        heading
        for split in report.counts
        for heading in (f"{split}: pixels", "images")
    )
    return Table(
        title="Classes",
        columns=words("id", "class") + numbers(*headings, "weight"),
        rows=tuple(rows),
        caption="weight: median frequency balancing",
        least_asked=("images", "weight"),
    )


def label_map_table(report: Report) -> Table:
    """The proposal, which nobody applied."""
    pairs = report.label_map.pairs
    rows = [
        (str(stored), str(class_id), _percent(share))
        for stored, class_id, share in pairs[: 8 * LISTED]
    ]
    if len(pairs) > 8 * LISTED:
        rows.append(("...", "", ""))
    return Table(
        columns=words("stored") + numbers("class", "pixels"), rows=tuple(rows)
    )


def finding_lines(finding: Finding) -> list[str]:
    """Lines of a finding: code, places and advice."""
    lines = [f"{finding.severity} {finding.code}: {finding.found}"]
    for place in finding.places[:LISTED]:
        text = f"{place.file}: {place.found}" if place.found else place.file
        lines.append(text)
    more = len(finding.places) - LISTED
    if more > 0:
        lines.append(f"and {more} more")
    lines.append("expected: " + finding.expected)
    lines.append("fix: " + finding.fix)
    return lines


def verdict(report: Report) -> str:
    """The last line."""
    if not report.findings:
        return "Healthy: nothing was found."
    counted = [
        counted_noun(count, severity)
        for severity, count in report.severities.items()
        if count
    ]
    return f"Found: {', '.join(counted)}."


def _percent(share: float) -> str:
    return f"{100 * share:.3f}%"


def _sizes(sizes: dict | None) -> str:
    if sizes is None:
        return "none"
    small, middle, large = (
        f"{width} x {height}"
        for height, width in (
            sizes["smallest"],
            sizes["median"],
            sizes["largest"],
        )
    )
    if sizes["different"] == 1:
        return f"all {small}"
    return f"{small} ... {large}, median {middle} ({sizes['different']} sizes)"
