"""Runs every exported file on real images, beside the Keras model."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from deeplab_family.inference import KerasPredictor, Predictor, load_predictor
from export.artifact import Artifact
from export.comparison import Comparison
from export.export_settings import ExportSettings
from export.samples import Samples
from export.tflite_file import count_operations

RUNS = 10


@dataclass(frozen=True)
class Verification:
    """What running everything on the same images showed.

    Args:
        artifacts: one for each exported file.
        keras_latency_ms: median time of one image in Keras.
        keras_mean_iou: on the labels, `None` without labels.
    """

    artifacts: tuple[Artifact, ...]
    keras_latency_ms: float
    keras_mean_iou: float | None


def verify(
    reference: KerasPredictor,
    folder: Path,
    paths: Mapping[str, Path],
    samples: Samples,
    settings: ExportSettings,
) -> Verification:
    """Compare artifacts with the Keras model they came from.

    Args:
        reference: the Keras model.
        folder: the export folder; paths are shown relative to it.
        paths: artifact name -> file or folder.
        samples: images, and labels if there are any, to compare on.
        settings: the limits, and the CPU threads for TFLite files.
    """
    predictors = {
        name: load_predictor(path, num_threads=settings.num_threads)
        for name, path in paths.items()
    }
    everyone = {"keras": reference, **predictors}
    comparisons = _compare(everyone, samples)
    latencies = median_ms(everyone, samples.images[:1])
    baseline = comparisons["keras"].mean_iou
    artifacts = tuple(
        Artifact(
            name=name,
            path=str(paths[name].relative_to(folder)),
            limit=getattr(settings.limits, name),
            latency_ms=latencies[name],
            **_file_facts(paths[name]),
            **comparisons[name].facts(baseline),
        )
        for name in predictors
    )
    return Verification(artifacts, latencies["keras"], baseline)


def median_ms(
    predictors: Mapping[str, Predictor], image: np.ndarray
) -> dict[str, float]:
    """Median milliseconds of each network alone, after one warm-up run.

    They take turns, so that a busy moment of the machine slows all of them.
    """
    times = {name: [] for name in predictors}
    for _ in range(RUNS + 1):
        for name, predictor in predictors.items():
            start = time.perf_counter()
            predictor.raw(image)
            times[name].append(time.perf_counter() - start)
    return {
        name: float(np.median(seconds[1:])) * 1e3
        for name, seconds in times.items()
    }


def _compare(
    everyone: Mapping[str, Predictor], samples: Samples
) -> dict[str, Comparison]:
    """One image at a time, since probabilities are large."""
    classes = everyone["keras"].num_classes
    comparisons = {name: Comparison(classes) for name in everyone}
    for index in range(len(samples.images)):
        image = samples.images[index][None]
        label = None
        if samples.labels is not None:
            label = samples.labels[index][None]
        expected = everyone["keras"](image)
        for name, predictor in everyone.items():
            received = expected if name == "keras" else predictor(image)
            comparisons[name].add(expected, received, label)
    return comparisons


def _file_facts(path: Path) -> dict:
    if path.is_dir():
        files = [file for file in path.rglob("*") if file.is_file()]
        size = sum(file.stat().st_size for file in files)
        return {"size_bytes": size, "operations": {}}
    return {
        "size_bytes": path.stat().st_size,
        "operations": dict(count_operations(path)),
    }
