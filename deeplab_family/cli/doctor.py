"""`deeplab doctor DATA`: what is wrong with a data set, all at once."""

import dataclasses
import json
import shlex
from pathlib import Path
from typing import Literal

from deeplab_family.cli.labeled_data import choose_data
from deeplab_family.cli.options import Data, needed, parse
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.review_files import is_unlabeled, review_files
from deeplab_family.cli.value_checks import require_least, require_share
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.run_folder import model_file
from input_pipeline.annotations.drawing_rules import Overlap, Unlabeled

UNHEALTHY = 1
STANDARD_OUTPUT = Path("-")


@dataclasses.dataclass(frozen=True)
class Options:
    """Examines a data set: files, labels, classes, splits. Changes nothing.

    Example: deeplab doctor photos --sheet sheet.png

    With --model also: deeplab doctor photos --model runs/photos --review look

    The exit status is 0 for a healthy data set, 1 for findings as severe as
    `fail-on` says, 2 for a wrong call.

    Attributes:
        data: folder of the data set, of its records, or of a run, whose data
            are meant.
        dataset: name of its layout; "auto" recognizes it by its folders.
        splits: which parts of it; all without this flag.
        val_share: share of a folder without splits that is "val"; 0.2 if
            not given.
        overlap: which object of an annotation has a pixel that several
            cover; "auto" is what suits the format (docs/data/annotations.md).
        unlabeled: what pixels are that no object covers; likewise.
        json: file that gets the report for programs; "-" prints it, and
            nothing else.
        sheet: picture (.png, .jpg) of samples with their labels.
        samples: how many samples the sheet shows.
        fail_on: least severity that makes the exit status 1.
        model: a .keras, .tflite or .onnx file, a SavedModel folder, or the
            folder of a run: lists labels that it is sure are wrong, and what
            to label next among images without labels.
        review: folder for its lists (.csv) and sheets (.png).
        confidence: probability from which on the model counts as sure.
        overwrite: replace reports, lists and sheets that are there already.
    """

    data: Data = ""
    dataset: str = "auto"
    splits: tuple[str, ...] = ()
    val_share: float | None = None
    overlap: Overlap = "auto"
    unlabeled: Unlabeled = "auto"
    json: Path | None = None
    sheet: Path | None = None
    samples: int = 12
    fail_on: Literal["error", "warning", "note"] = "error"
    model: Path | None = None
    review: Path | None = None
    confidence: float = 0.9
    overwrite: bool = False


def main(words: list[str]) -> int:
    """Runs the command; see `Options`."""
    options = parse(Options, "doctor", words)
    _check(options)
    data = needed(choose_data(options), "DATA", "deeplab doctor photos")
    model = model_file(options.model) if options.model else None
    written = None if options.json == STANDARD_OUTPUT else options.json
    check_outputs(
        (written, options.sheet, *review_files(options.review)),
        [Path(data.root), model],
        overwrite=options.overwrite,
    )
    start_tensorflow()
    report = _examine(options, data)
    review = _review(report, model, options) if model is not None else None
    if review is not None and is_unlabeled(report):
        review.run()
        return 0
    if options.sheet is not None:
        from deeplab_family.cli.doctor_sheet import draw_sheet

        draw_sheet(report, options.sheet, options.samples)
    if options.json == STANDARD_OUTPUT:
        print(_as_text(report))
    else:
        _tell(report, options)
    if review is not None:
        review.run()
    return UNHEALTHY if _fails(report, options.fail_on) else 0


def _check(options: Options) -> None:
    require_least(options, "samples")
    require_share(options.val_share)
    if not 0 < options.confidence <= 1:
        raise ValueError(
            "--confidence must be more than 0 and at most 1. Received: "
            f"{options.confidence}"
        )
    if options.model is None and options.review is not None:
        raise ValueError(
            "--review FOLDER is for what a model finds: name it, --model FILE"
        )
    if options.model is not None and options.json == STANDARD_OUTPUT:
        raise ValueError(
            "--json - prints nothing else, and --model prints lists. Name a "
            "file: --json report.json"
        )


def _review(report, model: Path, options: Options):
    """The review, whose model is loaded and has the classes of the data.

    A model that does not fit is told before anything is printed or written.
    """
    from deeplab_family.cli.doctor_review import Review

    review = Review(
        report, model, options.review, options.samples, options.confidence
    )
    _ = review.spec
    return review


def _examine(options: Options, data):
    from deeplab_family.console.progress_lines import ProgressLines
    from input_pipeline.annotations.drawing_rules import DrawingRules
    from input_pipeline.doctor import examine

    dataset = None if data.dataset == "auto" else data.dataset
    with ProgressLines() as show:
        report = examine(
            data.root,
            dataset,
            options.splits,
            lambda done, of: show("reading samples", done, of),
            data.val_share,
            DrawingRules(data.overlap, data.unlabeled),
        )
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
    command = f"deeplab train {shlex.quote(str(report.root))}"
    if not report.findings:
        print(f"Next: {command}")
    elif report.pictures is not None and not report.severities["error"]:
        print(f"Next: {command} {report.pictures.flags}")


def _as_text(report) -> str:
    return json.dumps(report.as_json(), indent=2)


def _fails(report, fail_on: str) -> bool:
    severities = list(report.severities)
    counted = severities[: severities.index(fail_on) + 1]
    return any(report.severities[severity] for severity in counted)
