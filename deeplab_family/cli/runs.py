"""`deeplab runs FOLDER`: the runs in it, how far and how good they are."""

import dataclasses
import json
import math
import os
import sys
import time
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli.options import parse


@dataclasses.dataclass(frozen=True)
class Options:
    """Lists the runs at or below a folder, the one written last first.

    Example: deeplab runs runs

    States: running (a process holds it), finished, stopped (the same command,
    or `deeplab train RUN`, continues it), diverged (its loss became no
    number) and damaged (none of its checkpoints can be used).

    Attributes:
        folder: where to look; links and hidden folders are left out.
        json: print JSON instead of a table.
        check: read every byte of each newest checkpoint.
    """

    folder: Annotated[
        Path,
        tyro.conf.Positional,
        tyro.conf.arg(metavar="FOLDER", help_behavior_hint=""),
    ] = Path("runs")
    json: bool = False
    check: bool = False


def main(words: list[str]) -> int:
    """Runs the command; see `Options`."""
    options = parse(Options, "runs", words)
    if not options.folder.is_dir():
        raise ValueError(
            f"there is no folder {options.folder}. Name the folder that holds "
            "the runs: deeplab runs FOLDER"
        )
    runs = _found(options)
    runs.sort(key=lambda run: (-(run.written or 0), str(run.path)))
    if options.json:
        print(json.dumps([_tree(run) for run in runs], indent=2))
    elif runs:
        from deeplab_family.console.terminal import Console

        Console().print(_table(runs, options.folder))
        _print_notes(runs)
    else:
        print(f"No run in {options.folder}.")
    return 0


def _found(options: Options) -> list:
    from deeplab_family.console.terminal import printable
    from deeplab_family.training.run_listing import (
        ForeignFileError,
        find_run_folders,
        summarize,
    )

    runs = []
    for path in find_run_folders(options.folder):
        try:
            runs.append(summarize(path, options.check))
        except ForeignFileError as why:
            print(printable(f"left out: {why}"), file=sys.stderr)
    return [run for run in runs if run is not None]


def _tree(run) -> dict:
    tree = {**dataclasses.asdict(run), "path": os.fsdecode(run.path)}
    for name, value in tree.items():
        if isinstance(value, float) and not math.isfinite(value):
            tree[name] = None
    return tree


def _table(runs, root: Path):
    from deeplab_family.console.tables import Table, numbers, words

    return Table(
        columns=(
            *words("run", "network", "data", "state"),
            *numbers("step", "of", "best mIoU", "began", "written"),
        ),
        rows=tuple(_row(run, root) for run in runs),
        least_asked=("began", "of", "data", "network"),
    )


def _row(run, root: Path) -> tuple[str, ...]:
    name = os.path.relpath(run.path, root)
    network = f"{run.network} on {run.backbone}" if run.network else "-"
    return (
        run.path.name if name == "." else name,
        network,
        Path(run.data).name or run.dataset or "-",
        run.state,
        "-" if run.step is None else f"{run.step:,}",
        "-" if run.total_steps is None else f"{run.total_steps:,}",
        "-" if run.mean_iou is None else f"{run.mean_iou:.4f}",
        _when(run.began),
        _when(run.written),
    )


def _when(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def _print_notes(runs) -> None:
    from deeplab_family.console.terminal import printable

    for run in runs:
        if run.note:
            print(printable(f"{run.path}: {run.note}"), file=sys.stderr)
