"""Who writes which artifact: a new one costs one line here, one in `limits`.

A writer is called once for all of its artifacts, so that those of one
converter share a process.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import keras
import numpy as np

from export.export_settings import ExportSettings
from export.mobile.kinds import KINDS
from export.report.section import Section
from export.saved_model import write_served_model
from export.tflite import export_tflite


@dataclass(frozen=True, kw_only=True)
class Job:
    """What a writer works from.

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
        sections: a writer appends what its part of the report should say.
    """

    model: keras.Model
    stage: Path
    settings: ExportSettings
    calibration: np.ndarray | None = None
    images: np.ndarray | None = None
    labels: np.ndarray | None = None
    class_names: tuple[str, ...] | None = None
    palette: tuple[tuple[int, int, int], ...] | None = None
    sections: list[Section] = field(default_factory=list)


def write_artifacts(job: Job) -> dict[str, Path]:
    """Write the artifacts that the settings name: name -> file or folder."""
    chosen = job.settings.artifacts
    paths = {}
    for writer in dict.fromkeys(WRITERS.values()):
        names = [name for name in chosen if WRITERS[name] is writer]
        if names:
            paths |= writer(job, names)
    return {name: paths[name] for name in chosen}


def _saved_model(job: Job, names: list[str]) -> dict[str, Path]:
    path = job.stage / "saved_model"
    write_served_model(job.model, path)
    return dict.fromkeys(names, path)


def _tflite(job: Job, names: list[str]) -> dict[str, Path]:
    return export_tflite(
        job.model,
        job.stage,
        job.settings.image_size,
        kinds=names,
        calibration=job.calibration,
        answers=job.settings.tflite_answers,
        class_names=job.class_names,
    )


WRITERS: dict[str, Callable[[Job, list[str]], dict[str, Path]]] = {
    "saved_model": _saved_model,
    **dict.fromkeys(KINDS, _tflite),
}
