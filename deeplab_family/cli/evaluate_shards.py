"""`deeplab evaluate-shards MODEL RECORDS`: scores from many workers."""

import dataclasses
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli.options import Model, needed, parse
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.path_checks import (
    require_folder,
    require_output_folder,
)
from deeplab_family.cli.predict_shards import require_beam, split_words
from deeplab_family.cli.value_checks import require_least
from deeplab_family.console.suggestions import did_you_mean
from deeplab_family.console.terminal import printable
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.run_folder import model_file

EXAMPLE = "deeplab evaluate-shards model.tflite photos_records --output out"


@dataclasses.dataclass(frozen=True)
class Options:
    """Scores a model on the records of a data set, with Apache Beam.

    Example: deeplab evaluate-shards model.tflite photos_records --output out

    Each worker counts the pixels of its shards; the confusion matrices are
    added up, so the scores are those of `deeplab evaluate`, to the last
    pixel. Words behind `--` are options of Beam (docs/scale/shards.md).

    Attributes:
        model: a .keras, .tflite or .onnx file, a SavedModel folder, or the
            folder of a run, whose best network is meant.
        records: folder that `deeplab records` made.
        output: folder for confusion.json, scores.json and errors.jsonl.
        split: which part of the data.
        runner: of Beam: DirectRunner, FlinkRunner, SparkRunner,
            DataflowRunner ...
        workers: processes of the direct runner.
        threads: CPU threads of a .tflite or .onnx file in each process.
        overwrite: replace these files if they are there already.
        trust: run a SavedModel that `deeplab export` did not write; it is a
            program (docs/export/serving.md).
    """

    model: Model = None
    records: Annotated[
        Path | None,
        tyro.conf.Positional,
        tyro.conf.arg(metavar="RECORDS", help_behavior_hint=""),
    ] = None
    output: Path | None = None
    split: str = "val"
    runner: str = "DirectRunner"
    workers: int = 1
    threads: int = 1
    overwrite: bool = False
    trust: bool = False


def main(words: list[str]) -> int:
    """Runs the command; see `Options`.

    Returns:
        0, or 1 if an image could not be judged.
    """
    own, beam_words = split_words(words)
    options = parse(Options, "evaluate-shards", own)
    path = model_file(needed(options.model, "MODEL", EXAMPLE)).absolute()
    records = needed(options.records, "RECORDS", EXAMPLE).absolute()
    output = needed(options.output, "--output FOLDER", EXAMPLE).absolute()
    require_least(options, "workers", "threads")
    require_folder(records, "RECORDS", "a folder of packed records")
    require_output_folder(output, "--output")
    require_beam()
    start_tensorflow()
    return _evaluate(options, path, records, output, beam_words)


def _evaluate(options: Options, path, records, output, beam_words) -> int:
    from deeplab_family.class_names import require_same_names
    from deeplab_family.console.terminal import Console
    from deeplab_family.evaluation import write_scores
    from deeplab_family.inference import load_predictor
    from deeplab_family.sharded import (
        PredictorHandler,
        Sources,
        evaluate_shards,
        model_checksum,
    )
    from deeplab_family.sharded.evaluation import CONFUSION
    from deeplab_family.sharded.pipeline_run import pipeline_options
    from deeplab_family.sharded.prediction_folder import ERRORS
    from input_pipeline.records import open_records

    names = (CONFUSION, ERRORS, "scores.json")
    outputs = [output / name for name in names]
    check_outputs(outputs, (path, records), overwrite=options.overwrite)
    manifest = open_records(records)
    shards = _shards(manifest, options.split, records)
    predictor = load_predictor(path, trust=options.trust)
    if predictor.class_names is not None:
        require_same_names(predictor.class_names, manifest.spec.class_names)
    output.mkdir(parents=True, exist_ok=True)
    scores, tally = evaluate_shards(
        Sources(shards=shards),
        PredictorHandler(
            str(path),
            model_checksum(path),
            num_threads=options.threads,
            trust=options.trust,
        ),
        manifest.spec,
        output,
        pipeline_options(options.runner, options.workers, beam_words),
    )
    write_scores(outputs[-1], scores)
    Console().print(scores.table())
    print(printable(f"{tally}; written to {output}"))
    return 1 if tally.refused else 0


def _shards(manifest, split: str, records: Path):
    if split not in manifest.splits:
        raise ValueError(
            f"{records} has the splits {', '.join(manifest.splits)}. "
            f"Received: --split {split}{did_you_mean(split, manifest.splits)}"
        )
    return tuple((s.path, s.path.name) for s in manifest.splits[split])
