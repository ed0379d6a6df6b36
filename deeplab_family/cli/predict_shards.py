"""`deeplab predict-shards MODEL IMAGE...`: many images, on many machines."""

import dataclasses
import importlib.util
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli.options import Model, needed, parse
from deeplab_family.cli.path_checks import require_output_folder
from deeplab_family.cli.value_checks import require_least
from deeplab_family.console.terminal import printable
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.inference.model_files import WITHOUT_TENSORFLOW
from deeplab_family.run_folder import model_file

EXAMPLE = 'deeplab predict-shards model.tflite "shards/*.tfrecord" --output out'


@dataclasses.dataclass(frozen=True)
class Options:
    """Segments many images with Apache Beam, and goes on where it stopped.

    Example: deeplab predict-shards model.tflite "shards/*.tfrecord" \
--output out --workers 2

    Words behind `--` are options of Beam, such as those of Flink, Spark and
    Dataflow (docs/scale/shards.md). Each image gets its files, or a line in
    errors.jsonl. The same command once more skips what is there.

    Attributes:
        model: a .keras, .tflite or .onnx file, a SavedModel folder, or the
            folder of a run, whose best network is meant.
        images: images; folders of them; patterns in quotes; shards of
            encoded images, with .tfrecord in their names.
        output: folder for the results, which every machine sees; new, or that
            of the same command.
        save: results, divided by commas: mask, overlay, polygons (GeoJSON).
        runner: of Beam: DirectRunner, FlinkRunner, SparkRunner,
            DataflowRunner ...
        workers: processes of the direct runner; the others have options of
            their own.
        threads: CPU threads of a .tflite or .onnx file in each process.
        batch_size: images of one size that the network gets at once.
        trust: run a SavedModel that `deeplab export` did not write; it is a
            program (docs/export/serving.md).
    """

    model: Model = None
    images: Annotated[
        tuple[Path, ...],
        tyro.conf.Positional,
        tyro.conf.arg(metavar="IMAGE...", help_behavior_hint=""),
    ] = ()
    output: Path | None = None
    save: str = "mask"
    runner: str = "DirectRunner"
    workers: int = 1
    threads: int = 1
    batch_size: int = 1
    trust: bool = False


def main(words: list[str]) -> int:
    """Runs the command; see `Options`.

    Returns:
        0, or 1 if an image could not be segmented.
    """
    own, beam_words = split_words(words)
    options = parse(Options, "predict-shards", own)
    path = model_file(needed(options.model, "MODEL", EXAMPLE)).absolute()
    needed(options.images, "IMAGE", EXAMPLE)
    output = needed(options.output, "--output FOLDER", EXAMPLE).absolute()
    require_least(options, "workers", "threads", "batch_size")
    require_output_folder(output, "--output")
    require_beam()
    return _predict(options, path, output, beam_words)


def _predict(options: Options, path: Path, output: Path, beam_words) -> int:
    from deeplab_family.inference import load_predictor
    from deeplab_family.model_classes import read_classes
    from deeplab_family.sharded import (
        PredictorHandler,
        ShardedPrediction,
        claim_folder,
        find_sources,
        model_checksum,
        predict_shards,
    )
    from deeplab_family.sharded.pipeline_run import pipeline_options
    from deeplab_family.sharded.prediction import check_kinds
    from deeplab_family.sharded.prediction_folder import ERRORS

    save = tuple(kind for kind in options.save.split(",") if kind)
    check_kinds(save)
    sources = find_sources(options.images, leave_out=output)
    beam_options = pipeline_options(options.runner, options.workers, beam_words)
    if path.suffix not in WITHOUT_TENSORFLOW:
        start_tensorflow()
    predictor = load_predictor(path, trust=options.trust)
    spec = read_classes(path, predictor.num_classes, predictor.class_names)
    checksum = model_checksum(path)
    words = [str(word) for word in options.images]
    if claim_folder(output, path.name, checksum, words):
        print(printable(f"Going on in {output}"))
    handler = PredictorHandler(
        str(path),
        checksum,
        options.batch_size,
        options.threads,
        options.trust,
    )
    prediction = ShardedPrediction(output, spec, save)
    tally = predict_shards(sources, handler, prediction, beam_options)
    print(printable(f"{tally}; written to {output}"))
    if tally.refused:
        print(printable(f"{output / ERRORS} says why"))
    return 1 if tally.refused else 0


def split_words(words: list[str]) -> tuple[list[str], list[str]]:
    """The words before `--`, and those behind it, which are Beam's."""
    if "--" not in words:
        return words, []
    place = words.index("--")
    return words[:place], words[place + 1 :]


def require_beam() -> None:
    """Refuses to go on without Apache Beam.

    Raises:
        ValueError: says how to install it.
    """
    if importlib.util.find_spec("apache_beam") is None:
        raise ValueError(
            "shards are segmented with Apache Beam, which is not installed: "
            "`pip install 'deeplab-family[beam]'`"
        )
