"""`deeplab export MODEL`: files to serve and to ship, each compared with it."""

import dataclasses
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli import failure
from deeplab_family.cli.options import parse
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.quiet import start_tensorflow
from deeplab_family.cli.serving_options import ServingOptions


@dataclasses.dataclass(frozen=True)
class Options:
    """Writes a serving bundle and TFLite files, each compared with the model.

    Attributes:
        model: a .keras file.
        output: folder for the files and `export_report.json`.
        image_size: height and width of the TFLite files' input.
        calibration: folder of typical photographs; files of integers take
            their ranges from them and need it. All files are compared on
            them unless `images` or `root` is given.
        images: folder of photographs, without labels, to compare on.
        root: folder of a labeled data set to compare on instead; then mean
            IoU is compared too.
        dataset: "folder", "records", "voc", "cityscapes" ...; docs/datasets.md
            names all.
        split: which part of it.
        artifacts: what to write, of serving, float32, float16, int8,
            dynamic_int8, int16x8, flexible, mediapipe (docs/mobile.md),
            int8_mixed (parts stay float32 until it keeps its accuracy; takes
            minutes; docs/quantization.md), onnx and onnx_fixed (of
            `image_size` alone; docs/other_runtimes.md).
        image_limit: how many photographs to compare on at most.
        int8_equal_pixels: share of pixels, 0..1, on which the int8 file must
            give the model's class; below it the command fails. The other
            files have fixed, tight limits (docs/export.md).
        max_miou_drop: how many points (hundredths) of mean IoU a file may
            lose against the model; needs labels, that is `root`.
        max_size: how large a phone file may be, in MB (1e6 bytes).
        max_latency_ratio: how many times the float32 file's time a phone
            file may take. A broken budget fails the command.
        report: another folder for a copy of the report, written also when
            the export fails its limits or budgets.
        reference_images: how many photographs the export keeps, with every
            answer, for `deeplab verify`.
        serving: what the model does with an image when it is served
            (docs/serving.md).
        overwrite: replace an earlier export in `output`, and its report in
            `report`; versions to serve are kept and count up.
    """

    model: Annotated[Path, tyro.conf.Positional]
    output: Path
    image_size: tuple[int, int]
    calibration: Path | None = None
    images: Path | None = None
    root: str = ""
    dataset: str = "folder"
    split: str = "val"
    artifacts: tuple[str, ...] = ("serving", "float32", "float16", "int8")
    image_limit: int = 20
    int8_equal_pixels: float = 0.9
    max_miou_drop: float | None = None
    max_size: float | None = None
    max_latency_ratio: float | None = None
    report: Path | None = None
    reference_images: int = 4
    serving: ServingOptions = ServingOptions()
    overwrite: bool = False


def main(words: list[str]) -> int:
    """Runs the verb; see `Options`."""
    options = parse(Options, "export", words)
    start_tensorflow()
    from deeplab_family.cli.classes import read_classes
    from deeplab_family.cli.models import load_keras_model
    from export import VerificationError, export_model

    _check_report(options)
    settings = _settings(options)
    model = load_keras_model(options.model)
    spec = read_classes(
        options.model,
        model.output_shape[-1],
        getattr(model, "class_names", None),
    )
    try:
        report = export_model(
            model,
            options.output,
            settings,
            class_names=spec.class_names,
            palette=spec.palette,
            progress=_say,
        )
    except VerificationError as error:
        _show(error.report, options)
        return failure.report(str(error), status=1)
    _show(report, options)
    print(f"Written to {options.output}")
    return 0


def _settings(options: Options):
    from deeplab_family.cli.labeled_data import labeled_data
    from export import LIMITS, Budgets, ExportSettings, ServingSettings

    int8 = dataclasses.replace(
        LIMITS["int8"], equal_pixels=options.int8_equal_pixels
    )
    return ExportSettings(
        image_size=options.image_size,
        calibration=str(options.calibration or ""),
        images=str(options.images or ""),
        data=labeled_data(options),
        image_limit=options.image_limit,
        artifacts=options.artifacts,
        limits={"int8": int8},
        budgets=Budgets(
            max_miou_drop=options.max_miou_drop,
            max_size_mb=options.max_size,
            max_latency_ratio=options.max_latency_ratio,
        ),
        reference_images=options.reference_images,
        serving=ServingSettings(**vars(options.serving)),
        overwrite=options.overwrite,
    )


def _check_report(options: Options) -> None:
    from export.report import HTML_NAME, JSON_NAME, MARKDOWN_NAME

    if options.report is None:
        return
    if options.report.resolve() == options.output.resolve():
        raise ValueError(
            "--report must be another folder than --output, where the report "
            "is written anyway. Leave it out, or name another."
        )
    names = (JSON_NAME, MARKDOWN_NAME, HTML_NAME)
    check_outputs(
        [options.report / name for name in names],
        (
            options.model,
            options.calibration,
            options.images,
            Path(options.root) if options.root else None,
        ),
        overwrite=options.overwrite,
    )


def _show(report, options: Options) -> None:
    from deeplab_family.terminal import Console
    from export.report import write

    Console().print(report.table())
    if options.report is not None:
        write(report, options.report)


def _say(words: str, done: int, total: int) -> None:
    count = f" ({done + 1} of {total})" if total else ""
    print(f"{words}{count}", flush=True)
