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
    comparisons = _compare(reference, predictors, samples)
    baseline = comparisons.pop("keras").mean_iou
    first = samples.images[:1]
    artifacts = tuple(
        Artifact(
            name=name,
            path=str(paths[name].relative_to(folder)),
            limit=getattr(settings.limits, name),
            latency_ms=median_ms(predictors[name], first),
            **_file_facts(paths[name]),
            **comparison.facts(baseline),
        )
        for name, comparison in comparisons.items()
    )
    return Verification(artifacts, median_ms(reference, first), baseline)


def median_ms(predictor: Predictor, image: np.ndarray) -> float:
    """Median milliseconds of the network alone, after one warm-up run."""
    times = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        predictor.raw(image)
        times.append(time.perf_counter() - start)
    return float(np.median(times[1:])) * 1e3


def _compare(reference, predictors, samples) -> dict[str, Comparison]:
    """One image at a time, since probabilities are large."""
    everyone = {"keras": reference, **predictors}
    comparisons = {name: Comparison(reference.num_classes) for name in everyone}
    for index in range(len(samples.images)):
        image = samples.images[index][None]
        label = None
        if samples.labels is not None:
            label = samples.labels[index][None]
        expected = reference(image)
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
