"""Measurement of every exported file on real images, beside Keras."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from deeplab_family.inference import Predictor
from export.artifacts import load_artifact
from export.export_settings import ExportSettings
from export.progress import Progress, silent
from export.proof.bootstrap import drop_interval
from export.proof.comparison import Comparison, known, scores_of
from export.proof.delegation import read_delegation
from export.proof.latency import time_each
from export.proof.peak_memory import peak_memory
from export.proof.tensors import read_tensors
from export.proof.worst_images import changed_images
from export.report.artifact_results import Artifact
from export.report.report import Verification
from export.samples.samples import Samples
from export.tflite.tflite_file import count_operations
from export.tolerances import Budgets
from input_pipeline.evenly import evenly
from input_pipeline.picture_format import ORDINARY, PictureFormat

KERAS = "keras"
REFERENCE = "float32"
TIME_BUDGET_S = 30.0
LEAST = 3


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
        facts[name] = file_facts(
            path, settings.image_size, threads, reference.pictures
        )
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


def file_facts(
    path: Path,
    image_size: tuple[int, int],
    num_threads: int,
    pictures: PictureFormat = ORDINARY,
) -> dict:
    """Size, memory and operations, in the words of `Artifact`.

    Args:
        path: a file or a folder.
        image_size: (height, width) of the image that is run.
        num_threads: CPU threads, for a TFLite file.
        pictures: what it takes. Defaults to uint8 RGB.
    """
    facts = {
        "size_bytes": size_of(path),
        "peak_memory_bytes": peak_memory(
            path, image_size, num_threads, pictures
        ),
    }
    if path.suffix == ".tflite":
        facts["operations"] = dict(sorted(count_operations(path).items()))
        facts["delegation"] = read_delegation(path, image_size)
    return facts


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files of a folder."""
    if not path.is_dir():
        return path.stat().st_size
    files = (file for file in path.rglob("*") if file.is_file())
    return sum(file.stat().st_size for file in files)


# Holds size and time against what the user can afford.
#
# The budget of the mean IoU is part of the limits, see `ExportSettings`.


def judge(
    artifacts: Sequence[Artifact], keras_latency_ms: float, budgets: Budgets
) -> tuple[Artifact, ...]:
    """The same artifacts, each with the reasons why it costs too much.

    Args:
        artifacts: as measured.
        keras_latency_ms: stands in where there is no float32 file.
        budgets: what the user can afford.
    """
    by_name = {artifact.name: artifact for artifact in artifacts}
    reference = by_name.get(REFERENCE)
    base = (
        ("the Keras model", keras_latency_ms)
        if reference is None
        else ("the float32 file", reference.latency_ms)
    )
    return tuple(
        replace(artifact, over_budget=_reasons(artifact, base, budgets))
        for artifact in artifacts
    )


def _reasons(artifact: Artifact, base, budgets: Budgets) -> tuple[str, ...]:
    found = []
    if artifact.is_file:
        found.append(_size(artifact, budgets.max_size_mb))
    if artifact.is_file and artifact.name != REFERENCE:
        found.append(_latency(artifact, base, budgets.max_latency_ratio))
    return tuple(reason for reason in found if reason)


def _size(artifact: Artifact, most: float | None) -> str:
    size = artifact.size_bytes / 1e6
    if most is None or size <= most:
        return ""
    return f"it has {size:.2f} MB, the budget is {most:g} MB"


def _latency(artifact: Artifact, base, most: float | None) -> str:
    name, base_ms = base
    ratio = artifact.latency_ms / base_ms
    # Written so that NaN breaks the budget.
    if most is None or ratio <= most:
        return ""
    return (
        f"it takes {ratio:.2f} times as long as {name}, "
        f"the budget is {most:g} times"
    )


def within_time_budget(latency_ms: float, count: int) -> list[int]:
    """The images to compare on, evenly spread over all there are.

    All of them where that takes no more than 30 s; otherwise as many as fit,
    at least 3.

    Args:
        latency_ms: of one image.
        count: how many images there are.
    """
    fitting = int(TIME_BUDGET_S * 1e3 / latency_ms) if latency_ms else count
    return evenly(count, max(LEAST, fitting))
