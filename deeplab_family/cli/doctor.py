"""`deeplab doctor DATA`: what is wrong with a data set, all at once."""

import dataclasses
import json
import shlex
from pathlib import Path
from typing import Literal

from deeplab_family.cli.labeled_data import choose_data
from deeplab_family.cli.options import Data, needed, parse
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.tf_startup import start_tensorflow

UNHEALTHY = 1
STANDARD_OUTPUT = Path("-")


@dataclasses.dataclass(frozen=True)
class Options:
    """Examines a data set: files, labels, classes, splits. Changes nothing.

    Example: deeplab doctor photos --sheet sheet.png

    The exit status is 0 for a healthy data set, 1 for findings as severe as
    `fail-on` says, 2 for a wrong call.

    Attributes:
        data: folder of the data set, of its records, or of a run, whose data
            are meant.
        dataset: name of its layout; "auto" recognizes it by its folders.
        splits: which parts of it; all without this flag.
        val_share: share of a folder without splits that is "val"; 0.2 if
            not given.
        json: file that gets the report for programs; "-" prints it, and
            nothing else.
        sheet: picture (.png, .jpg) of samples with their labels.
        samples: how many samples the sheet shows.
        fail_on: least severity that makes the exit status 1.
        overwrite: replace a report and a sheet that are there already.
    """

    data: Data = ""
    dataset: str = "auto"
    splits: tuple[str, ...] = ()
    val_share: float | None = None
    json: Path | None = None
    sheet: Path | None = None
    samples: int = 12
    fail_on: Literal["error", "warning", "note"] = "error"
    overwrite: bool = False


def main(words: list[str]) -> int:
    """Runs the verb; see `Options`."""
    options = parse(Options, "doctor", words)
    if options.samples < 1:
        raise ValueError(f"`samples` must be >= 1. Received: {options.samples}")
    data = needed(choose_data(options), "DATA", "deeplab doctor photos")
    written = None if options.json == STANDARD_OUTPUT else options.json
    check_outputs(
        (written, options.sheet), [Path(data.root)], overwrite=options.overwrite
    )
    start_tensorflow()
    report = _examine(options, data)
    if options.json == STANDARD_OUTPUT:
        print(_as_text(report))
    else:
        _tell(report, options)
    return UNHEALTHY if _fails(report, options.fail_on) else 0


def _examine(options: Options, data):
    from deeplab_family.console.progress_lines import ProgressLines
    from input_pipeline.doctor import examine

    dataset = None if data.dataset == "auto" else data.dataset
    with ProgressLines() as show:
        report = examine(
            data.root,
            dataset,
            options.splits,
            lambda done, of: show("reading samples", done, of),
            data.val_share,
        )
    if options.sheet is not None:
        from deeplab_family.cli.doctor_sheet import draw_sheet

        draw_sheet(report, options.sheet, options.samples)
    return report


def _tell(report, options: Options) -> None:
    from deeplab_family.cli.doctor_tables import print_report
    from deeplab_family.console.terminal import Console
    from input_pipeline.atomic_files import write_atomic

    print_report(report, Console())
    if options.json is not None:
        write_atomic(options.json, _as_text(report) + "\n")
        print(f"Report: {options.json}")
    if options.sheet is not None and options.sheet.exists():
        print(f"Sheet: {options.sheet}")
    if not report.findings:
        print(f"Next: deeplab train {shlex.quote(str(report.root))}")


def _as_text(report) -> str:
    return json.dumps(report.as_json(), indent=2)


def _fails(report, fail_on: str) -> bool:
    severities = list(report.severities)
    counted = severities[: severities.index(fail_on) + 1]
    return any(report.severities[severity] for severity in counted)
