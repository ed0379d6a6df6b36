"""Run of a pipeline on the runner that is asked for, with its counters."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import apache_beam as beam
from apache_beam.metrics import MetricsFilter
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.portability.fn_api_runner import FnApiRunner

DIRECT = "DirectRunner"


@dataclass(frozen=True)
class Tally:
    """What came of the images of a pipeline.

    Args:
        images: that got an answer.
        skipped: whose results were there already.
        refused: that got none; each has a line in `errors.jsonl`.
        seconds: from the start of the pipeline to its end.
    """

    images: int
    skipped: int
    refused: int
    seconds: float

    def __str__(self) -> str:
        rate = self.images / self.seconds if self.seconds else 0.0
        return (
            f"{self.images:,} images in {self.seconds:.1f} s "
            f"({rate:.1f} images/s), {self.skipped:,} were there already, "
            f"{self.refused:,} refused"
        )


def pipeline_options(
    runner: str, workers: int, words: Sequence[str]
) -> PipelineOptions:
    """Options of Beam.

    Args:
        runner: "DirectRunner", "FlinkRunner", "SparkRunner",
            "DataflowRunner" or what else Beam knows.
        workers: processes of the direct runner; others have options of their
            own.
        words: options as Beam's own command line takes them.
    """
    own = [f"--runner={runner}"]
    if runner == DIRECT and workers > 1:
        own += [
            "--direct_running_mode=multi_processing",
            f"--direct_num_workers={workers}",
        ]
    return PipelineOptions([*own, *words])


def run_pipeline(
    build: Callable[[beam.Pipeline], None], options: PipelineOptions
) -> Tally:
    """Runs what `build` puts into a pipeline, to its end.

    The direct runner is Beam's Python one: Beam's own choice may be one that
    it downloads first.

    Args:
        build: adds the steps to the pipeline that it gets.
        options: see `pipeline_options`.

    Returns:
        The sums of the counters of all workers.
    """
    is_direct = options.get_all_options()["runner"] == DIRECT
    start = time.monotonic()
    pipeline = beam.Pipeline(
        runner=FnApiRunner() if is_direct else None, options=options
    )
    build(pipeline)
    result = pipeline.run()
    result.wait_until_finish()
    counts = _counts(result)
    return Tally(
        counts.get("images", 0),
        counts.get("skipped", 0),
        counts.get("refused", 0),
        time.monotonic() - start,
    )


def _counts(result) -> dict[str, int]:
    found: dict[str, int] = {}
    wanted = MetricsFilter().with_namespace("deeplab")
    for counter in result.metrics().query(wanted)["counters"]:
        name, value = counter.key.metric.name, counter.result
        found[name] = found.get(name, 0) + value
    return found
