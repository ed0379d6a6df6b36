"""`deeplab evaluate MODEL [DATA]`: mean IoU, all scores of each class."""

import dataclasses
from pathlib import Path
from typing import Annotated, Literal

import tyro

from deeplab_family.cli.evaluate_classifier import evaluate_classifier_file
from deeplab_family.cli.evaluate_detector import evaluate_detector_file
from deeplab_family.cli.evaluate_report import (
    measures_of_page,
    page_facts,
    page_of,
    require_classes,
    second_model,
    write_comparison,
    write_evaluation,
)
from deeplab_family.cli.field_flags import naming_flags
from deeplab_family.cli.inference_flags import Inference, InferenceFlags, how
from deeplab_family.cli.labeled_data import choose_data
from deeplab_family.cli.options import (
    Model,
    OptionalData,
    OptionalSecond,
    needed,
    parse,
)
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.task_files import CLASSIFIER, DETECTOR, task_of
from deeplab_family.cli.value_checks import (
    require_above_zero,
    require_least,
    require_share,
)
from deeplab_family.console.suggestions import did_you_mean
from deeplab_family.console.tf_startup import (
    standard_error_muted,
    start_tensorflow,
)
from deeplab_family.evaluation.measures.measure_names import MEASURES
from deeplab_family.inference.picture_files import same_pictures
from deeplab_family.run_folder import DataChoice, model_file
from input_pipeline.annotations.drawing_rules import Overlap, Unlabeled
from input_pipeline.counted_nouns import counted_noun

EXAMPLE = "deeplab evaluate runs/photos photos"
MEASURES_HELP = "what else to measure, one or more of: " + "; ".join(
    f"{name} ({about})" for name, about in MEASURES.items()
)
FLAGS = {
    "eval_size": "--pad-to",
    "eval_batch_size": "--batch-size",
    "eval_split": "--split",
    "val_share": "--val-share",
}
"""Flags of the fields of `DataConfig`, which errors name."""
Measures = Annotated[tuple[str, ...], tyro.conf.arg(help=MEASURES_HELP)]


@dataclasses.dataclass(frozen=True)
class Options:
    """Scores a model on a labeled data set.

    Example: deeplab evaluate runs/photos

    Scores have 95 % confidence intervals, by a bootstrap over images. A
    classifier's run gives its top-1 and top-5 error instead, a detector's the
    AP of COCO and the mAP of Pascal VOC. Where no pixel is labeled with a
    class nothing is measured or written: that is an error, exit status 2.

    Attributes:
        model: a .keras, .tflite or .onnx file, a SavedModel folder, or the
            folder of a run, whose best network is meant.
        data: folder of the data set; a run's own if left out. Or a second
            model, which `--report` compares with the first.
        more: data of two models; the first one's own if left out.
        dataset: its layout: "auto" recognizes it; or "folder", "records",
            "voc" ... (docs/data/datasets.md).
        split: which part of it; "val", or what the run evaluates on.
        val_share: share of a folder without splits that is "val"; 0.2 if
            not given.
        overlap: which object of an annotation has a pixel that several
            cover; "auto" is what suits the format (docs/data/annotations.md).
        unlabeled: what pixels are that no object covers; likewise.
        batch_size: images at a time; several need one size, or padding.
        pad_to: height and width that images are padded to; 0 0 for none.
        json: file that gets the scores, besides the table printed.
        per_image: CSV file that gets a line for each image.
        measures: what else to measure.
        report: folder that gets a page with pictures, evaluation.html, or
            comparison.html of two models.
        temperature: logits are divided by it before "calibration" looks at
            the probabilities; "fit" finds the best one for these images. Adds
            the table of "calibration".
        overwrite: replace these files if they are there already.
        trust: run a SavedModel that `deeplab export` did not write; it is a
            program (docs/export/serving.md).
        inference: scales, mirroring, windows, CRF, stride, memory
            (docs/evaluation/inference.md).
    """

    model: Model = None
    data: OptionalSecond = ""
    more: OptionalData = ""
    dataset: str = "auto"
    split: str | None = None
    val_share: float | None = None
    overlap: Overlap = "auto"
    unlabeled: Unlabeled = "auto"
    batch_size: int = 1
    pad_to: tuple[int, int] = (0, 0)
    json: Path | None = None
    per_image: Path | None = None
    measures: Measures = ()
    report: Path | None = None
    temperature: float | Literal["fit"] = 1.0
    overwrite: bool = False
    trust: bool = False
    inference: Inference = InferenceFlags()


def main(words: list[str]) -> int:
    """Runs the command; see `Options`."""
    options = parse(Options, "evaluate", words)
    with naming_flags(FLAGS):
        return _evaluate(options)


def _evaluate(options: Options) -> int:
    _check_values(options)
    inference = how(options.inference)
    needed(options.model, "MODEL", EXAMPLE)
    path = model_file(options.model)
    _check_measures(options)
    judges = {
        CLASSIFIER: evaluate_classifier_file,
        DETECTOR: evaluate_detector_file,
    }
    if (task := task_of(path)) is not None:
        return judges[task](path, options)
    second, data = second_model(options)
    options = dataclasses.replace(options, data=data)
    files = [path] if second is None else [path, model_file(second)]
    chosen = needed(choose_data(options, options.model), "DATA", EXAMPLE)
    page = page_of(options.report, second)
    check_outputs(
        [options.json, options.per_image, page],
        (*files, Path(chosen.root)),
        overwrite=options.overwrite,
    )
    data = _open(chosen, options, same_pictures(files))
    start_tensorflow()
    # What is wrong with the data is told before the models are loaded.
    _make_measures(_asked_measures(options), data, options)
    predictors = [_load(file, options, inference) for file in files]
    if second is not None:
        require_classes(data.spec, files, predictors)

    def score(predictor, kept=(), name=""):
        scores = _scores(predictor, data, options, kept)
        _require_labels(scores, data, options)
        _print(scores, _asked_measures(options), name)
        return scores

    if page is None:
        _write(options, score(*predictors))
        return 0
    facts = page_facts(data, inference, files)
    page_of_these = page, data.spec, facts, score
    if second is None:
        named = str(options.model), predictors[0]
        _write(options, write_evaluation(*page_of_these, named))
    else:
        models = zip((options.model, second), predictors, strict=True)
        write_comparison(*page_of_these, [(str(n), p) for n, p in models])
    return 0


def _write(options: Options, scores) -> None:
    from deeplab_family.evaluation import write_image_scores, write_scores

    if options.json is not None:
        write_scores(options.json, scores)
    if options.per_image is not None:
        write_image_scores(options.per_image, scores.rows, scores.class_names)


def _open(chosen: DataChoice, options: Options, pictures):
    from input_pipeline import DataConfig, open_data

    config = DataConfig(
        **vars(chosen),
        channels=pictures.channels,
        value_range=pictures.value_range,
        eval_batch_size=options.batch_size,
        eval_size=options.pad_to if any(options.pad_to) else None,
    )
    data = open_data(config)
    data.split(config.eval_split)  # refuses one that is not there
    return data


def _load(path: Path, options: Options, inference):
    from deeplab_family.inference import load_predictor, with_inference
    from deeplab_family.training import choose_strategy

    strategy = choose_strategy()
    with standard_error_muted():
        predictor = load_predictor(path, trust=options.trust, strategy=strategy)
    return with_inference(predictor, inference)


def _scores(predictor, data, options: Options, kept):
    """Scores of one model; `kept` are measures that a page needs."""
    from deeplab_family.console.progress_lines import ProgressLines
    from deeplab_family.evaluation import evaluate
    from input_pipeline.check.check_progress import watched

    spec = data.spec
    names = _asked_measures(options)
    if options.report is not None:
        names += measures_of_page(predictor)
    measures = _make_measures(names, data, options)

    def batches():  # reads and checks all files, after the classes
        yield from data.eval_batches()

    names = data.split(data.config.eval_split).names()
    with ProgressLines() as show, watched(show):
        return evaluate(
            predictor,
            batches(),
            spec,
            progress=lambda done: show("evaluating", done, len(names)),
            image_names=names,
            measures=[*measures, *kept],
        )


def _make_measures(names: list[str], data, options: Options):
    from deeplab_family.evaluation.measures import make_measures

    root = data.config.root
    return make_measures(names, data.spec, root, options.temperature)


def _require_labels(scores, data, options: Options) -> None:
    if scores.judged_pixels:
        return
    fits = options.temperature == "fit"
    raise ValueError(
        f"no pixel of the {counted_noun(scores.images, 'image')} of split "
        f"{data.config.eval_split!r} is labeled with a class (all are "
        f"{data.spec.ignore_label}, ignored): there is no score"
        f"{', and no temperature was fitted' if fits else ''}. Check the label "
        "files"
    )


def _print(scores, asked: list[str], name: str) -> None:
    """Prints the tables that were asked for; a page has more of them.

    Args:
        scores: of one model.
        asked: names of the measures.
        name: of the model, where there are two; "" otherwise.
    """
    from deeplab_family.console.terminal import Console

    console = Console()
    tables = [scores.table()]
    tables += [m.table() for m in scores.measures if m.name in asked]
    for table in tables:
        if name:
            table = dataclasses.replace(table, title=f"{name}: {table.title}")
        console.print(table)


def _check_values(options: Options) -> None:
    require_least(options, "batch_size")
    require_share(options.val_share)
    if any(options.pad_to):
        require_least(options, "pad_to")
    if options.temperature != "fit":
        require_above_zero(options, "temperature")


def _check_measures(options: Options) -> None:
    for name in _asked_measures(options):
        if name not in MEASURES:
            raise ValueError(
                f"--measures are {', '.join(MEASURES)}. Received: {name!r}"
                f"{did_you_mean(name, MEASURES)}"
            )


def _asked_measures(options: Options) -> list[str]:
    """Their names; a temperature asks for the calibration."""
    names = [n for words in options.measures for n in words.split(",") if n]
    return names + ["calibration"] * (options.temperature != 1)
