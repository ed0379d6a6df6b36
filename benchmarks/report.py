"""Timings as a Markdown table or JSON, with the machine and the date."""

import json
import os
import platform
import time
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from benchmarks.harness import Timing
from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from deeplab_family.machine import processor
from input_pipeline.atomic_files import write_atomic

PACKAGES = ("tensorflow", "keras", "numpy", "opencv-python-headless", "Pillow")


def report(
    title: str,
    timings: Sequence[Timing],
    baseline: str,
    per_second: tuple[str, float] | None = None,
) -> str:
    """The timings as Markdown.

    Args:
        title: heading of the table.
        timings: what `race` measured.
        baseline: name of the contestant that the ratios refer to.
        per_second: a unit and how many of it one piece of work is, for a
            column of throughput; None (the default) leaves it out.

    Returns:
        Heading, facts about the machine, and the table.
    """
    (base,) = [timing for timing in timings if timing.name == baseline]
    headings = ["median ms", "fastest ms", f"time / {baseline} (quartiles)"]
    if per_second:
        headings.append(f"{per_second[0]}/s")
    rows = []
    for timing in timings:
        ratio, low, high = timing.ratio_to(base)
        row = [timing.name, _ms(timing.median), _ms(timing.fastest)]
        row.append(f"{ratio:.3f} ({low:.3f}-{high:.3f})")
        if per_second:
            row.append(f"{per_second[1] / timing.median:.0f}")
        rows.append((*row, timing.note))
    table = Table(
        columns=(*words(""), *numbers(*headings), *words("note")),
        rows=tuple(rows),
    )
    rounds = len(base.rounds)
    return f"## {title}\n\n{machine()} {rounds} rounds.\n\n{table.markdown()}\n"


def write_json(
    path: Path, title: str, timings: Sequence[Timing], baseline: str
) -> None:
    """Writes the timings as JSON, for pictures of them.

    Args:
        path: file to write, or to replace.
        title, timings, baseline: as for `report`.
    """
    (base,) = [timing for timing in timings if timing.name == baseline]
    rows = [
        {
            "name": timing.name,
            "note": timing.note,
            "median_ms": round(timing.median * 1e3, 3),
            "fastest_ms": round(timing.fastest * 1e3, 3),
            "ratio": [round(part, 4) for part in timing.ratio_to(base)],
        }
        for timing in timings
    ]
    text = {
        "title": title,
        "machine": machine(),
        "rounds": len(base.rounds),
        "baseline": baseline,
        "rows": rows,
    }
    write_atomic(path, json.dumps(text, indent=1, ensure_ascii=False) + "\n")


def goal_row(
    what: str, timings: Sequence[Timing], name: str, baseline: str, goal: float
) -> str:
    """A row of the goals' table in docs/benchmarks/evaluation.md.

    Args:
        what: was measured, and on what.
        timings: what `race` measured.
        name: of the contestant that has a goal.
        baseline: of the one that it is compared with.
        goal: the ratio of their times that is aimed at, or below.
    """
    by_name = {timing.name: timing for timing in timings}
    mine, base = by_name[name], by_name[baseline]
    ratio, low, high = mine.ratio_to(base)
    cells = (
        what,
        f"{ratio:.3f} ({low:.3f}-{high:.3f})",
        f"{goal:g}",
        f"{_ms(mine.median)} ms / {_ms(base.median)} ms, {baseline}",
    )
    return text_row(*cells)


def text_row(*cells: str) -> str:
    """A row of such a table: what, measured, goal, of what."""
    return f"| {' | '.join(cells)} | {time.strftime('%Y-%m-%d')} |\n"


def machine() -> str:
    """One line about date, processor, system and versions."""
    facts = [
        f"{os.cpu_count()} x {processor()}",
        f"{platform.system()}, load {os.getloadavg()[0]:.1f}",
        f"Python {platform.python_version()}",
        *versions(),
    ]
    return f"{time.strftime('%Y-%m-%d')}; {'; '.join(facts)}."


def versions(packages: Sequence[str] = PACKAGES) -> list[str]:
    """Name and version of each of `packages` that is installed."""
    found = []
    for name in packages:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return found


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.2f}" if seconds < 0.1 else f"{seconds * 1e3:.0f}"
