"""Sharded evaluation: one confusion matrix from labeled shards."""

import json
from collections.abc import Iterator
from pathlib import Path

import apache_beam as beam
import numpy as np
from apache_beam.metrics import Metrics
from apache_beam.ml.inference.base import RunInference
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.pvalue import TaggedOutput

from deeplab_family.console.error_reason import error_line
from deeplab_family.evaluation import Scores, count_pixels
from deeplab_family.evaluation.evaluator import scores_of
from deeplab_family.inference import Prediction
from deeplab_family.sharded.confusion_sum import ConfusionSum, Counted
from deeplab_family.sharded.picture import Answer
from deeplab_family.sharded.pipeline_run import Tally, run_pipeline
from deeplab_family.sharded.prediction import (
    IMAGES,
    REFUSED,
    error_row,
    pictures_of,
    write_errors,
)
from deeplab_family.sharded.predictor_handler import PredictorHandler
from deeplab_family.sharded.sources import Sources
from input_pipeline import DatasetSpec

CONFUSION = "confusion.json"
_ERRORS, _COUNTS = "errors", "counts"


def evaluate_shards(
    sources: Sources,
    handler: PredictorHandler,
    spec: DatasetSpec,
    output: Path,
    options: PipelineOptions,
) -> tuple[Scores, Tally]:
    """Compares predictions with labels on all workers and adds up the counts.

    Writes `confusion.json` ({"confusion": rows, "images": int}) and
    `errors.jsonl`.

    Args:
        sources: shards of `deeplab records`, which hold labels.
        handler: the model.
        spec: names of the classes, and the ignored label.
        output: folder that every machine sees.
        options: of Beam.

    Returns:
        The scores, equal to those of `evaluate` without its rows of single
        images; and how many images were judged and refused.

    Raises:
        DataError: there is no image that could be judged.
    """

    def build(pipeline):
        judged = (
            pictures_of(pipeline, sources)
            | "Segment" >> RunInference(handler)
            | "Count" >> beam.ParDo(_Count(spec)).with_outputs()
        )
        (
            judged[_COUNTS]
            | "Add up" >> beam.CombineGlobally(ConfusionSum(spec.num_classes))
            | "As JSON" >> beam.Map(_as_json)
            | "Write counts"
            >> beam.io.WriteToText(
                str(output / CONFUSION), shard_name_template=""
            )
        )
        write_errors(judged[_ERRORS], output)

    tally = run_pipeline(build, options)
    content = json.loads((output / CONFUSION).read_text(encoding="utf-8"))
    table = np.array(content["confusion"], np.int64)
    return scores_of(table, content["images"], spec.class_names), tally


def _as_json(counted: Counted) -> str:
    table, images = counted
    return json.dumps({"confusion": table.tolist(), "images": images})


class _Count(beam.DoFn):
    """Counts pixels of each image; gives a row for one that has no counts."""

    def __init__(self, spec: DatasetSpec):
        self._spec = spec
        self._images = Metrics.counter("deeplab", IMAGES)
        self._refused = Metrics.counter("deeplab", REFUSED)

    def process(self, element: Answer) -> Iterator[TaggedOutput]:
        reason = element.reason
        if reason is None:
            try:
                counts = self._counts(element)
            except ValueError as error:  # and so DataError
                reason = error_line(error)
        if reason is None:
            self._images.inc()
            yield TaggedOutput(_COUNTS, counts)
        else:
            self._refused.inc()
            row = error_row(Answer(element.picture, reason=reason))
            yield TaggedOutput(_ERRORS, row)

    def _counts(self, answer: Answer) -> Counted:
        from input_pipeline.decode.label import decode_label

        if answer.picture.label is None:
            raise ValueError("the record has no label")
        try:
            label = decode_label(answer.picture.label).numpy()
        except Exception as error:  # of TensorFlow, of many kinds
            raise ValueError(f"its label: {error_line(error)}") from error
        prediction = Prediction(answer.class_map[None])
        batch = [(answer.image[None], label[None])]
        names, ignored = self._spec.class_names, self._spec.ignore_label
        return count_pixels(lambda _: prediction, batch, names, ignored)
