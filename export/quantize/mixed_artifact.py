"""The artifact "int8_mixed" of an export."""

from collections.abc import Sequence
from pathlib import Path

import keras

from export.export_settings import ExportSettings
from export.progress import Progress
from export.quantize.rescue import rescue_int8
from export.quantize.section import rescue_section
from export.report.section import Section
from export.samples import Samples
from export.tflite import export_tflite
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
        ExportError: see `rescue_int8`.
    """
    limit = settings.limit_of(NAME)
    # Converted anew, since the export may not want the float32 file.
    with draft_folder(stage / NAME) as folder:
        files = export_tflite(
            model,
            folder,
            settings.image_size,
            kinds=["float32"],
            class_names=class_names,
            faster=False,
        )
        rescue = rescue_int8(
            files["float32"],
            stage / f"model_{NAME}.tflite",
            samples.calibration,
            samples.images,
            samples.labels,
            limit=limit,
            num_threads=settings.num_threads,
            progress=progress,
        )
    return rescue.file, rescue_section(rescue, limit)
