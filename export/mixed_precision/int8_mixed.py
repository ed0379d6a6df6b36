"""Artifact `int8_mixed`: the file, and its part of the report."""

from collections.abc import Sequence
from pathlib import Path

import keras

from export.export_settings import ExportSettings
from export.mixed_precision.report_section import mixed_precision_section
from export.mixed_precision.search import search_mixed_precision
from export.progress import Progress
from export.report.report import Section
from export.samples.samples import Samples
from export.tflite.converter import export_tflite
from input_pipeline.draft_folder import draft_folder

NAME = "int8_mixed"


def write_int8_mixed(
    model: keras.Model,
    stage: Path,
    settings: ExportSettings,
    samples: Samples,
    progress: Progress,
    class_names: Sequence[str] | None = None,
) -> tuple[Path, Section]:
    """Write `stage/model_int8_mixed.tflite`.

    Args:
        model: maps RGB `(batch, height, width, 3)`, 0 to 255, to logits.
        stage: the folder of the export.
        settings: the image size, the threads and what the file has to keep.
        samples: images to calibrate and to judge on.
        progress: called with words, steps done and steps in all.
        class_names: one for each class, written into the file's metadata.

    Raises:
        ExportError: see `search_mixed_precision`.
    """
    limit = settings.limit_of(NAME)
    # Converted anew, since the export may not want the float32 file.
    with draft_folder(stage / NAME) as folder:
        files = export_tflite(
            model,
            folder,
            settings.image_size,
            variants=["float32"],
            class_names=class_names,
            faster=False,
        )
        found = search_mixed_precision(
            files["float32"],
            stage / f"model_{NAME}.tflite",
            samples.calibration,
            samples.images,
            samples.labels,
            limit=limit,
            num_threads=settings.num_threads,
            progress=progress,
        )
    return found.file, mixed_precision_section(found, limit)
