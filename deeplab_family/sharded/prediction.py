"""Sharded prediction: the pipeline from images and shards to result files."""

import contextlib
import errno
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import apache_beam as beam
from apache_beam.metrics import Metrics
from apache_beam.ml.inference.base import RunInference
from apache_beam.options.pipeline_options import PipelineOptions

from deeplab_family.console.error_reason import error_line
from deeplab_family.inference.asked_pictures import rgb_of
from deeplab_family.photographs import MediaFile
from deeplab_family.predicting import ResultFiles, own_paths
from deeplab_family.predicting.segmentation import Segmentation
from deeplab_family.sharded.picture import Answer, Picture
from deeplab_family.sharded.pipeline_run import Tally, run_pipeline
from deeplab_family.sharded.prediction_folder import ERRORS
from deeplab_family.sharded.predictor_handler import PredictorHandler
from deeplab_family.sharded.shard_reader import record_pictures
from deeplab_family.sharded.sources import Sources
from input_pipeline import DatasetSpec

KINDS = ("mask", "overlay", "polygons")
"""Results that belong to one image alone."""
_OF_THE_NAME = (errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR)
"""Errors of one picture's name; others, of the disk, stop the pipeline."""
IMAGES, SKIPPED, REFUSED = "images", "skipped", "refused"


@dataclass(frozen=True)
class ShardedPrediction:
    """What a pipeline writes.

    Args:
        output: folder of all results, which every machine sees.
        spec: names and colors of the model's classes.
        save: of `KINDS`.
    """

    output: Path
    spec: DatasetSpec
    save: tuple[str, ...] = ("mask",)

    def is_finished(self, name: str) -> bool:
        """Whether all results of a picture are there, each whole."""
        paths = own_paths(self.output, name, self.save)
        return all(map(os.path.isfile, paths))


def predict_shards(
    sources: Sources,
    handler: PredictorHandler,
    prediction: ShardedPrediction,
    options: PipelineOptions,
) -> Tally:
    """Segments all images and writes their results, skipping what is there.

    Each file appears whole or not at all. Images without an answer become
    lines of `errors.jsonl` in the folder of the results: {"name", "place",
    "reason"}.

    Args:
        sources: what is segmented.
        handler: the model.
        prediction: what is written.
        options: of Beam.

    Returns:
        How many images were segmented, skipped and refused.
    """

    def build(pipeline):
        answers = (
            pictures_of(pipeline, sources)
            | "Skip finished" >> beam.ParDo(_SkipFinished(prediction))
            | "Segment" >> RunInference(handler)
        )
        reasons = answers | "Write results" >> beam.ParDo(_Write(prediction))
        write_errors(reasons, prediction.output)

    return run_pipeline(build, options)


def pictures_of(pipeline, sources: Sources):
    """The pictures of all sources; a shard is read by one worker."""
    files = [Picture(file.name, str(file.path)) for file in sources.images]
    shards = [(str(path), folder) for path, folder in sources.shards]
    images = (
        pipeline
        | "Image files" >> beam.Create(files)
        | "Divide the images" >> beam.Reshuffle()
    )
    records = (
        pipeline
        | "Shards" >> beam.Create(shards)
        | "Divide the shards" >> beam.Reshuffle()
        | "Read shards"
        >> beam.FlatMap(lambda one: record_pictures(Path(one[0]), one[1]))
    )
    return (images, records) | "All pictures" >> beam.Flatten()


def write_errors(reasons, output: Path) -> None:
    """Writes `errors.jsonl`, empty if all went well; it replaces an older."""
    reasons | "Write errors" >> beam.io.WriteToText(
        str(output / ERRORS), shard_name_template=""
    )


def error_row(answer: Answer) -> str:
    """A line of `errors.jsonl`."""
    picture = answer.picture
    row = {"name": picture.name, "place": picture.place}
    return json.dumps(row | {"reason": answer.reason})


class _SkipFinished(beam.DoFn):
    def __init__(self, prediction: ShardedPrediction):
        self._prediction = prediction
        self._skipped = Metrics.counter("deeplab", SKIPPED)

    def process(self, element: Picture) -> Iterator[Picture]:
        if element.reason is None and self._prediction.is_finished(
            element.name
        ):
            self._skipped.inc()
        else:
            yield element


class _Write(beam.DoFn):
    """Writes the results of a picture; gives a row for one without."""

    def __init__(self, prediction: ShardedPrediction):
        self._prediction = prediction
        self._images = Metrics.counter("deeplab", IMAGES)
        self._refused = Metrics.counter("deeplab", REFUSED)

    def setup(self) -> None:
        files = ResultFiles(self._prediction.output, self._prediction.save)
        self._stack = contextlib.ExitStack()
        opened = files.opened(self._prediction.spec)
        self._add = self._stack.enter_context(opened)

    def process(self, element: Answer) -> Iterator[str]:
        if element.reason is not None:
            self._refused.inc()
            yield error_row(element)
            return
        try:
            self._write(element)
        except OSError as error:
            if error.errno not in _OF_THE_NAME:
                raise
            self._refused.inc()
            yield error_row(Answer(element.picture, reason=error_line(error)))
        else:
            self._images.inc()

    def _write(self, answer: Answer) -> None:
        spec, picture = self._prediction.spec, answer.picture
        self._add(
            MediaFile(Path(picture.place), picture.name),
            Segmentation(
                rgb_of(answer.image),
                answer.class_map,
                spec.class_names,
                spec.palette,
            ),
        )

    def teardown(self) -> None:
        self._stack.close()


def check_kinds(save: Sequence[str]) -> None:
    """Refuses results that are not files of one image each.

    Raises:
        ValueError: names what is allowed.
    """
    for kind in save:
        if kind not in KINDS:
            raise ValueError(
                f"--save of shards takes {', '.join(KINDS)}, divided by "
                f"commas. Received: {kind!r}"
            )
