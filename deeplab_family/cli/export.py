"""`deeplab export MODEL`: files to serve and to ship, each proven equal."""

import dataclasses
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli import failure
from deeplab_family.cli.options import parse
from deeplab_family.cli.quiet import start_tensorflow


@dataclasses.dataclass(frozen=True)
class Options:
    """Writes a SavedModel and TFLite files and compares each with the model.

    Attributes:
        model: a .keras file.
        output: folder for the files and `export_report.json`.
        image_size: height and width of the TFLite files' input.
        calibration: folder of typical photographs; the int8 file takes its
            ranges from them, and all files are compared on them unless
            `images` is given.
        images: folder of photographs to compare on.
        labels: folder of their label PNGs, to compare mean IoU too.
        artifacts: what to write: saved_model, float32, float16, dynamic_int8,
            int8, int16x8, flexible, mediapipe (docs/mobile.md).
        image_limit: how many photographs to compare on at most.
        int8_equal_pixels: share of pixels, 0..1, on which the int8 file must
            give the model's class; below it the command fails. The other
            files have fixed, tight limits (docs/export.md).
        overwrite: replace an earlier export in `output`.
    """

    model: Annotated[Path, tyro.conf.Positional]
    output: Path
    image_size: tuple[int, int]
    calibration: Path
    images: Path | None = None
    labels: Path | None = None
    artifacts: tuple[str, ...] = ("saved_model", "float32", "float16", "int8")
    image_limit: int = 20
    int8_equal_pixels: float = 0.9
    overwrite: bool = False


def main(words: list[str]) -> int:
    """Runs the verb; see `Options`."""
    options = parse(Options, "export", words)
    start_tensorflow()
    from rich.console import Console

    from deeplab_family.cli.classes import read_classes
    from deeplab_family.cli.models import load_keras_model
    from export import (
        LIMITS,
        ExportSettings,
        VerificationError,
        export_model,
    )

    model = load_keras_model(options.model)
    spec = read_classes(options.model, model.output_shape[-1])
    settings = ExportSettings(
        image_size=options.image_size,
        calibration=str(options.calibration),
        images=str(options.images or options.calibration),
        labels=str(options.labels or ""),
        image_limit=options.image_limit,
        artifacts=options.artifacts,
        limits={
            "int8": dataclasses.replace(
                LIMITS["int8"], equal_pixels=options.int8_equal_pixels
            )
        },
        overwrite=options.overwrite,
    )
    try:
        report = export_model(
            model,
            options.output,
            settings,
            class_names=spec.class_names,
            palette=spec.palette,
        )
    except VerificationError as error:
        Console().print(error.report.table())
        return failure.report(str(error), status=1)
    Console().print(report.table())
    print(f"Written to {options.output}")
    return 0
