"""Runs every exported file on real images, beside the Keras model."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from deeplab_family.inference import Predictor, load_predictor
from export.export_settings import ExportSettings
from export.proof.bootstrap import drop_interval
from export.proof.changed_pixels import changed_images
from export.proof.comparison import Comparison, known
from export.proof.file_facts import file_facts
from export.proof.iou import class_iou
from export.proof.latency import median_ms
from export.proof.over_budget import judge
from export.report.artifact import Artifact
from export.report.verification import Verification
from export.samples import Samples

KERAS = "keras"


def measure(
    reference: Predictor,
    folder: Path,
    paths: Mapping[str, Path],
    samples: Samples,
    settings: ExportSettings,
    palette: Sequence[Sequence[int]] | None = None,
) -> Verification:
    """Compare artifacts with the Keras model they came from.

    Args:
        reference: the Keras model.
        folder: the export folder; paths are shown relative to it.
        paths: artifact name -> file or folder.
        samples: images, and labels if there are any, to compare on.
        settings: limits and budgets, and the CPU threads for TFLite files.
        palette: one RGB color for each class, to draw changed pixels.
    """
    threads = settings.num_threads
    predictors = {
        name: load_predictor(path, num_threads=threads, trust=True)
        for name, path in paths.items()
    }
    comparisons = compare({KERAS: reference, **predictors}, samples)
    latencies = _latencies(reference, predictors, paths, samples)
    baseline = comparisons[KERAS]
    artifacts = [
        Artifact(
            name=name,
            path=_shown(path, folder),
            limit=settings.limit_of(name),
            **latencies[name],
            **file_facts(path, settings.image_size, threads),
            **comparisons[name].facts(baseline),
            **_interval(baseline, comparisons[name]),
        )
        for name, path in paths.items()
    ]
    changed = [
        image
        for name, predictor in predictors.items()
        for image in changed_images(
            name, reference, predictor, comparisons[name], samples, palette
        )
    ]
    keras_ms = latencies[KERAS]["latency_ms"]
    return Verification(
        artifacts=judge(artifacts, keras_ms, settings.budgets),
        keras_latency_ms=keras_ms,
        changed_images=tuple(changed),
        **_keras_scores(baseline),
    )


def compare(
    everyone: Mapping[str, Predictor], samples: Samples
) -> dict[str, Comparison]:
    """Count how each differs from the first, which is the reference.

    One image at a time, since probabilities are large.
    """
    first, reference = next(iter(everyone.items()))
    classes = reference.num_classes
    comparisons = {name: Comparison(classes) for name in everyone}
    for index in range(len(samples.images)):
        image = samples.images[index][None]
        label = None
        if samples.labels is not None:
            label = samples.labels[index][None]
        expected = reference(image)
        for name, predictor in everyone.items():
            received = expected if name == first else predictor(image)
            comparisons[name].add(expected, received, label)
    return comparisons


def _shown(path: Path, folder: Path) -> str:
    end = "/" if path.is_dir() else ""
    return path.relative_to(folder).as_posix() + end


def _latencies(reference, predictors, paths, samples) -> dict[str, dict]:
    """Times in the words of `Artifact`, by name."""
    alone = {
        name: load_predictor(path, num_threads=1)
        for name, path in paths.items()
        if path.is_file()
    }
    runners = {(KERAS, "latency_ms"): reference}
    runners |= {(n, "latency_ms"): p for n, p in predictors.items()}
    runners |= {(n, "latency_one_thread_ms"): p for n, p in alone.items()}
    times = {}
    for (name, field), ms in median_ms(runners, samples.images[:1]).items():
        times.setdefault(name, {})[field] = ms
    return times


def _interval(baseline: Comparison, comparison: Comparison) -> dict:
    if baseline.confusions is None:
        return {}
    interval = drop_interval(baseline.confusions, comparison.confusions)
    return {"mean_iou_drop_interval": interval}


def _keras_scores(baseline: Comparison) -> dict:
    if baseline.confusions is None:
        return {}
    total = baseline.confusions.sum(axis=0)
    return {
        "keras_mean_iou": baseline.facts(baseline)["mean_iou"],
        "keras_class_iou": known(class_iou(total)),
    }
