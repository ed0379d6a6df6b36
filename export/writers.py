"""Writers of artifacts, each called once for all that it writes."""

import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import keras
import numpy as np

from export.artifacts import ARTIFACTS
from export.export_settings import ExportSettings
from export.mixed_precision import write_int8_mixed
from export.onnx.exporter import export_onnx
from export.progress import Progress, silent
from export.report.report import Section
from export.samples.samples import Samples
from export.served_precision import precision_of
from export.serving.bundle import (
    prove_serving_bundle,
    version_folders,
    write_serving_bundle,
)
from export.tflite.converter import export_tflite

# Each signature sees so many images; `measure` compares on all of them.
PROVEN = 4


@dataclass(frozen=True, kw_only=True)
class Job:
    """Job of a writer: model, settings, images and classes.

    Args:
        model: maps RGB `(batch, height, width, 3)`, 0 to 255, to logits.
        stage: the folder that becomes the export.
        settings: what the user asked for.
        calibration: uint8 array `(m, height, width, 3)`, or `None` when no
            artifact needs it.
        images: uint8 array `(n, height, width, 3)`, those of the proof.
        labels: uint8 array `(n, height, width)` of class ids, or `None`.
        class_names: one name for each class, or `None`.
        palette: one RGB color for each class, or `None`.
        serving_version: number of the served model's version, >= 1.
        sections: a writer appends what its part of the report should say.
        progress: called by what takes minutes, with words, steps done and
            steps in all.
        seconds: a writer notes how long each artifact took.
    """

    model: keras.Model
    stage: Path
    settings: ExportSettings
    calibration: np.ndarray | None = None
    images: np.ndarray | None = None
    labels: np.ndarray | None = None
    class_names: tuple[str, ...] | None = None
    palette: tuple[tuple[int, int, int], ...] | None = None
    serving_version: int = 1
    sections: list[Section] = field(default_factory=list)
    progress: Progress = silent
    seconds: dict[str, float] = field(default_factory=dict)


def write_artifacts(job: Job) -> dict[str, Path]:
    """Write the artifacts that the settings name: name -> file or folder."""
    chosen = job.settings.artifacts
    paths = {}
    for writer in dict.fromkeys(ARTIFACTS[name].write for name in chosen):
        names = [name for name in chosen if ARTIFACTS[name].write is writer]
        words = f"writes {', '.join(names)}"
        job.progress(words, len(paths), len(chosen))
        start = time.perf_counter()
        paths |= writer(job, names)
        spent = time.perf_counter() - start
        job.seconds.update({n: spent for n in names if len(names) == 1})
    return {name: paths[name] for name in chosen}


def write_serving(job: Job, names: list[str]) -> dict[str, Path]:
    """The bundle for TensorFlow Serving, each form proven on a few images."""
    precisions = [precision_of(name) for name in names]
    both = len(precisions) > 1
    serving = replace(
        job.settings.serving, precision="both" if both else precisions[0]
    )
    version = job.serving_version
    write_serving_bundle(
        job.model,
        job.stage,
        serving,
        job.class_names,
        job.palette,
        version=version,
    )
    places = version_folders(job.stage, serving, version)
    for precision in precisions if job.images is not None else ():
        section = prove_serving_bundle(
            job.model,
            places[precision],
            serving,
            job.images[:PROVEN],
            precision,
        )
        job.sections.append(section)
    return {name: places[precision_of(name)] for name in names}


def write_tflite(job: Job, names: list[str]) -> dict[str, Path]:
    """The TFLite files, of one conversion process."""
    return export_tflite(
        job.model,
        job.stage,
        job.settings.image_size,
        variants=names,
        calibration=job.calibration,
        answers=job.settings.tflite_answers,
        class_names=job.class_names,
        seconds=job.seconds,
    )


def write_mixed(job: Job, names: list[str]) -> dict[str, Path]:
    """The int8 file that keeps parts in float32."""
    samples = Samples(job.images, job.labels, job.calibration)
    path, section = write_int8_mixed(
        job.model,
        job.stage,
        job.settings,
        samples,
        job.progress,
        job.class_names,
    )
    job.sections.append(section)
    return dict.fromkeys(names, path)


def write_onnx(job: Job, names: list[str]) -> dict[str, Path]:
    """The ONNX files."""
    sizes = {"onnx": None, "onnx_fixed": job.settings.image_size}
    return {
        name: export_onnx(
            job.model, job.stage, sizes[name], job.class_names, job.palette
        )
        for name in names
    }
