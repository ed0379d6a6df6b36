"""`deeplab evaluate MODEL [DATA]`: mean IoU, all scores of each class."""

import dataclasses
from pathlib import Path
from typing import Annotated, Literal

import tyro

from deeplab_family.cli.evaluate_classifier import (
    evaluate_classifier_file,
    is_classifier_file,
)
from deeplab_family.cli.inference_flags import Inference, InferenceFlags, how
from deeplab_family.cli.labeled_data import choose_data
from deeplab_family.cli.options import Model, OptionalData, needed, parse
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.tf_startup import start_tensorflow
from deeplab_family.console.suggestions import did_you_mean
from deeplab_family.evaluation.measures.measure_names import MEASURES
from deeplab_family.run_folder import DataChoice, model_file

EXAMPLE = "deeplab evaluate runs/photos photos"
MEASURES_HELP = "what else to measure, one or more of: " + "; ".join(
    f"{name} ({about})" for name, about in MEASURES.items()
)
Measures = Annotated[tuple[str, ...], tyro.conf.arg(help=MEASURES_HELP)]


@dataclasses.dataclass(frozen=True)
class Options:
    """Scores a model on a labeled data set.

    Example: deeplab evaluate runs/photos

    Scores have 95 % confidence intervals, by a bootstrap over images. A
    classifier's run gives its top-1 and top-5 error instead.

    Attributes:
        model: a .keras, .tflite or .onnx file, a SavedModel folder, or the
            folder of a run, whose best network is meant.
        data: folder of the data set; a run's own if left out.
        dataset: its layout: "auto" recognizes it; or "folder", "records",
            "voc" ... (docs/datasets.md).
        split: which part of it; "val", or what the run evaluates on.
        val_share: share of a folder without splits that is "val"; 0.2 if
            not given.
        batch_size: images at a time; several need one size, or padding.
        pad_to: height and width that images are padded to; 0 0 for none.
        json: file that gets the scores, besides the table printed.
        per_image: CSV file that gets a line for each image.
        measures: what else to measure.
        temperature: logits are divided by it before "calibration" looks at
            the probabilities; "fit" finds the best one for these images.
        overwrite: replace these files if they are there already.
        trust: run a SavedModel that `deeplab export` did not write; it is a
            program (docs/serving.md).
        inference: scales, mirroring, windows, CRF, stride, memory
            (docs/inference.md).
    """

    model: Model = None
    data: OptionalData = ""
    dataset: str = "auto"
    split: str | None = None
    val_share: float | None = None
    batch_size: int = 1
    pad_to: tuple[int, int] = (0, 0)
    json: Path | None = None
    per_image: Path | None = None
    measures: Measures = ()
    temperature: float | Literal["fit"] = 1.0
    overwrite: bool = False
    trust: bool = False
    inference: Inference = InferenceFlags()


def main(words: list[str]) -> int:
    """Runs the verb; see `Options`."""
    options = parse(Options, "evaluate", words)
    inference = how(options.inference)
    needed(options.model, "MODEL", EXAMPLE)
    path = model_file(options.model)
    _check_measures(options)
    if is_classifier_file(path):
        return evaluate_classifier_file(path, options)
    chosen = needed(choose_data(options, options.model), "DATA", EXAMPLE)
    outputs = [options.json, options.per_image]
    inputs = (path, Path(chosen.root))
    check_outputs(outputs, inputs, overwrite=options.overwrite)
    start_tensorflow()
    from deeplab_family.console.terminal import Console
    from deeplab_family.evaluation import write_image_scores, write_scores

    scores = _scores(path, chosen, options, inference)
    console = Console()
    for table in (scores, *scores.measures):
        console.print(table.table())
    if options.json is not None:
        write_scores(options.json, scores)
    if options.per_image is not None:
        write_image_scores(options.per_image, scores.rows, scores.class_names)
    return 0


def _scores(path: Path, chosen: DataChoice, options: Options, inference):
    from deeplab_family.console.progress_lines import ProgressLines
    from deeplab_family.evaluation import evaluate
    from deeplab_family.evaluation.measures import make_measures
    from deeplab_family.inference import load_predictor, with_inference
    from deeplab_family.training import choose_strategy
    from input_pipeline import DataConfig, open_data
    from input_pipeline.check.check_progress import watched

    config = DataConfig(
        **vars(chosen),
        eval_batch_size=options.batch_size,
        eval_size=options.pad_to if any(options.pad_to) else None,
    )
    data = open_data(config)
    spec = data.spec
    measures = make_measures(
        _asked_measures(options), spec, chosen.root, options.temperature
    )
    predictor = load_predictor(
        path, trust=options.trust, strategy=choose_strategy()
    )
    predictor = with_inference(predictor, inference)

    def batches():  # reads and checks all files, after the classes
        yield from data.eval_batches()

    names = data.split(config.eval_split).names()
    with ProgressLines() as show, watched(show):
        return evaluate(
            predictor,
            batches(),
            spec,
            progress=lambda done: show("evaluating", done, len(names)),
            image_names=names,
            measures=measures,
        )


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
