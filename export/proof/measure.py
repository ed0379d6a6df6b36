"""Runs every exported file on real images, beside the Keras model."""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from deeplab_family.inference import Predictor
from export.artifacts import load_artifact
from export.export_settings import ExportSettings
from export.progress import Progress, silent
from export.proof.bootstrap import drop_interval
from export.proof.changed_pixels import changed_images
from export.proof.comparison import Comparison, known, scores_of
from export.proof.file_facts import file_facts
from export.proof.image_budget import within_time_budget
from export.proof.latency import time_each
from export.proof.over_budget import judge
from export.proof.tensors import read_tensors
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
    progress: Progress = silent,
    seconds: Mapping[str, float] | None = None,
) -> Verification:
    """Compare artifacts with the Keras model they came from.

    Args:
        reference: the Keras model.
        folder: the export folder; paths are shown relative to it.
        paths: artifact name -> file or folder.
        samples: images, and labels if there are any, to compare on.
        settings: limits and budgets, and the CPU threads for TFLite files.
        palette: one RGB color for each class, to draw changed pixels.
        progress: called with words, steps done and steps in all.
        seconds: how long each artifact took to write, for `progress`.
    """
    threads = settings.num_threads
    predictors = {
        name: load_artifact(name, path, num_threads=threads, trust=True)
        for name, path in paths.items()
    }
    progress("times each", 0, 1)
    latencies = _latencies(reference, predictors, paths, samples)
    chosen = {
        name: within_time_budget(times["latency_ms"], len(samples.images))
        for name, times in latencies.items()
        if name in predictors
    }
    everyone = {KERAS: reference, **predictors}
    comparisons = compare(everyone, samples, chosen, progress)
    for name in paths:
        progress(_spent(name, seconds or {}, comparisons[name]), 0, 0)
    facts = {}
    for name, path in paths.items():
        progress(f"measures the memory of {name}", len(facts), len(paths))
        facts[name] = file_facts(path, settings.image_size, threads)
    baseline = comparisons[KERAS]
    artifacts = [
        Artifact(
            name=name,
            path=_shown(path, folder),
            limit=settings.limit_of(name),
            tensors=read_tensors(path),
            compared_images=len(comparisons[name].images),
            **latencies[name],
            **facts[name],
            **comparisons[name].facts(baseline),
            **_interval(baseline, comparisons[name]),
        )
        for name, path in paths.items()
    ]
    changed = [
        image
        for name in predictors
        for image in changed_images(name, comparisons[name], samples, palette)
    ]
    keras_ms = latencies[KERAS]["latency_ms"]
    return Verification(
        artifacts=judge(artifacts, keras_ms, settings.budgets),
        keras_latency_ms=keras_ms,
        changed_images=tuple(changed),
        **_keras_scores(baseline),
    )


def compare(
    everyone: Mapping[str, Predictor],
    samples: Samples,
    chosen: Mapping[str, Sequence[int]] | None = None,
    progress: Progress = silent,
) -> dict[str, Comparison]:
    """Count how each differs from the first, which is the reference.

    One image at a time, since probabilities are large.

    Args:
        everyone: by name.
        samples: the images.
        chosen: the numbers of the images for those that do not get all.
        progress: called before each image.
    """
    chosen = chosen or {}
    first, reference = next(iter(everyone.items()))
    classes = reference.num_classes
    comparisons = {name: Comparison(classes) for name in everyone}
    for index in range(len(samples.images)):
        progress("compares on the images", index, len(samples.images))
        image = samples.images[index][None]
        label = None
        if samples.labels is not None:
            label = samples.labels[index][None]
        expected = reference(image)
        for name, predictor in everyone.items():
            if index in chosen.get(name, (index,)):
                start = time.perf_counter()
                received = expected if name == first else predictor(image)
                comparisons[name].add(expected, received, label, index)
                comparisons[name].seconds += time.perf_counter() - start
    return comparisons


def _spent(name, seconds, comparison: Comparison) -> str:
    written = f"converted {seconds[name]:.1f} s, " if name in seconds else ""
    return (
        f"{name}: {written}compared on {len(comparison.images)} images "
        f"{comparison.seconds:.1f} s"
    )


def _shown(path: Path, folder: Path) -> str:
    end = "/" if path.is_dir() else ""
    return path.relative_to(folder).as_posix() + end


def _latencies(reference, predictors, paths, samples) -> dict[str, dict]:
    """Times in the words of `Artifact`, by name."""
    alone = {
        name: load_artifact(name, path, num_threads=1)
        for name, path in paths.items()
        if path.is_file()
    }
    runners = {(KERAS, "latency_ms"): reference}
    runners |= {(n, "latency_ms"): p for n, p in predictors.items()}
    runners |= {(n, "latency_one_thread_ms"): p for n, p in alone.items()}
    times = {}
    latencies = time_each(runners, samples.images[:1])
    for (name, field), latency in latencies.items():
        times.setdefault(name, {})[field] = latency.median_ms
        if field == "latency_ms":
            times[name]["timed_runs"] = latency.runs
    return times


def _interval(baseline: Comparison, comparison: Comparison) -> dict:
    if baseline.confusions is None:
        return {}
    expected = baseline.confusions[comparison.images]
    interval = drop_interval(expected, comparison.confusions)
    return {"mean_iou_drop_interval": interval}


def _keras_scores(baseline: Comparison) -> dict:
    if baseline.confusions is None:
        return {}
    mean, each = scores_of(baseline.confusions)
    return {"keras_mean_iou": mean, "keras_class_iou": known(each)}
