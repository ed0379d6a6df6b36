"""The doctor's report as tables for people."""

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from deeplab_family.narrow_table import print_table
from deeplab_family.terminal import Console, plain
from input_pipeline.doctor import Finding, Report

LISTED = 5
SPLITS_DROP = ("readable labels", "ignored")
CLASSES_DROP = ("images", "weight")
_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}


def print_report(report: Report, console: Console) -> None:
    """Prints facts, then findings, then what they come to."""
    where = f"{report.root} (data set {report.dataset!r})"
    console.print(plain(where), soft_wrap=True)
    print_table(console, splits_table(report), drop=SPLITS_DROP)
    if any(counts.labels for counts in report.counts.values()):
        print_table(console, classes_table(report), drop=CLASSES_DROP)
    if report.crop is not None:
        height, width = report.crop
        console.print(f"Suggested crop: --crop {height} {width}")
    if report.label_map is not None:
        basis = report.label_map.basis
        console.print(plain(f"Proposed label map, to be checked: {basis}"))
        print_table(console, label_map_table(report))
    for finding in report.findings:
        head, *lines = map(plain, finding_lines(finding))
        head.stylize(_STYLES[finding.severity], 0, len(finding.severity))
        console.print(head)
        console.print(Padding(Text("\n").join(lines), (0, 0, 0, 2)))
    console.print(verdict(report), style="" if report.findings else "green")


def splits_table(report: Report) -> Table:
    """One line a split: samples, ignored pixels, sizes of images."""
    table = Table("split", title="Splits", title_justify="left")
    for title in ("samples", "readable labels", "ignored"):
        table.add_column(title, justify="right")
    table.add_column("image sizes (width x height)")
    for split in report.counts:
        facts = report.split(split)
        table.add_row(
            plain(split),
            str(facts["samples"]),
            str(facts["readable_labels"]),
            _percent(facts["ignored_share"]),
            _sizes(facts["image_sizes"]),
        )
    return table


def classes_table(report: Report) -> Table:
    """One line a class: its share in each split, and a weight."""
    table = Table("id", "class", title="Classes", title_justify="left")
    for split in report.counts:
        table.add_column(plain(f"{split}: pixels"), justify="right")
        table.add_column("images", justify="right")
    table.add_column("weight", justify="right")
    weights = report.weights()["median_frequency"]
    for class_id, name in enumerate(report.spec.class_names):
        cells = []
        for counts in report.counts.values():
            cells.append(_percent(counts.shares[class_id]))
            cells.append(str(counts.images[class_id]))
        weight = weights[class_id]
        shown = "" if weight is None else f"{weight:.3f}"
        table.add_row(str(class_id), plain(name), *cells, shown)
    table.caption = "weight: median frequency balancing"
    table.caption_justify = "left"
    return table


def label_map_table(report: Report) -> Table:
    """The proposal, which nobody applied."""
    table = Table("stored")
    table.add_column("class", justify="right")
    table.add_column("pixels", justify="right")
    pairs = report.label_map.pairs
    for stored, class_id, share in pairs[: 8 * LISTED]:
        table.add_row(str(stored), str(class_id), _percent(share))
    if len(pairs) > 8 * LISTED:
        table.add_row("...", "", "")
    return table


def finding_lines(finding: Finding) -> list[str]:
    """What, where, and what to do."""
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
        f"{count} {severity}{'' if count == 1 else 's'}"
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
