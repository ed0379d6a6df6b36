"""Runs every exported file on real images, beside the Keras model."""

from collections.abc import Mapping
from pathlib import Path

from deeplab_family.inference import KerasPredictor, Predictor, load_predictor
from export.export_settings import ExportSettings
from export.proof.comparison import Comparison, known
from export.proof.iou import class_iou
from export.proof.latency import median_ms
from export.report.artifact import Artifact
from export.report.verification import Verification
from export.samples import Samples
from export.tflite_file import count_operations


def measure(
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
    baseline = comparisons["keras"]
    artifacts = tuple(
        Artifact(
            name=name,
            path=str(paths[name].relative_to(folder)),
            limit=settings.limit_of(name),
            latency_ms=latencies[name],
            **_file_facts(paths[name]),
            **comparisons[name].facts(baseline),
        )
        for name in predictors
    )
    return Verification(
        artifacts=artifacts,
        keras_latency_ms=latencies["keras"],
        **_keras_scores(baseline),
    )


def _keras_scores(baseline: Comparison) -> dict:
    if baseline.confusions is None:
        return {}
    total = baseline.confusions.sum(axis=0)
    return {
        "keras_mean_iou": baseline.facts(baseline)["mean_iou"],
        "keras_class_iou": known(class_iou(total)),
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
        return {"size_bytes": sum(file.stat().st_size for file in files)}
    facts = {"size_bytes": path.stat().st_size}
    if path.suffix == ".tflite":
        facts["operations"] = dict(count_operations(path))
    return facts
