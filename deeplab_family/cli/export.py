"""`deeplab export MODEL [DATA]`: files to serve and to ship, each compared."""

import dataclasses
import shlex
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli import errors
from deeplab_family.cli.export_detector import export_detector_file
from deeplab_family.cli.labeled_data import choose_data
from deeplab_family.cli.options import (
    Model,
    OptionalData,
    needed,
    output_in_run,
    parse,
)
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.path_checks import (
    require_folder,
    require_output_folder,
)
from deeplab_family.cli.task_files import DETECTOR, task_of
from deeplab_family.cli.value_checks import (
    flag,
    require_above_zero,
    require_least,
    require_share,
)
from deeplab_family.console.suggestions import did_you_mean
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.run_folder import EXPORT, DataChoice, model_file
from export.artifacts import ARTIFACTS, default_artifacts
from export.publish.free_output import check_free
from export.serving.serving_settings import ServingSettings
from input_pipeline.annotations.drawing_rules import Overlap, Unlabeled

EXAMPLE = "deeplab export runs/photos"
ARTIFACTS_HELP = "what to write, of: " + "; ".join(
    f"{name} ({entry.about})" for name, entry in ARTIFACTS.items()
)
SERVING = "serving"
"""Folder of an export whose versions stay."""

Artifacts = Annotated[tuple[str, ...], tyro.conf.arg(help=ARTIFACTS_HELP)]


@dataclasses.dataclass(frozen=True)
class Options:
    """Writes a serving bundle and TFLite files, each compared with the model.

    Example: deeplab export runs/photos

    Attributes:
        model: a .keras file, or the folder of a run, whose best network is
            meant.
        data: folder of a labeled data set to compare on, with its mean IoU;
            a run's own if left out.
        output: folder for the files and `export_report.json`; the folder
            `export` in that of the run if left out.
        image_size: height and width of the TFLite files' input; the
            commonest size of the training images of DATA if left out.
        calibration: folder of typical photographs; files of integers take
            their ranges from them. The training images of DATA if left out.
        images: folder of photographs, without labels, to compare on instead.
        dataset: its layout: "auto" recognizes it; or "folder", "records",
            "voc" ... (docs/data/datasets.md).
        split: which part of it; "val", or what the run evaluates on.
        val_share: share of a folder without splits that is "val"; 0.2 if
            not given.
        overlap: which object of an annotation has a pixel that several
            cover; "auto" is what suits the format (docs/data/annotations.md).
        unlabeled: what pixels are that no object covers; likewise.
        artifacts: what to write.
        image_limit: how many photographs to compare on at most.
        int8_equal_pixels: share of pixels, 0..1, on which the int8 file must
            give the model's class; below it the command fails. The other
            files have fixed, tight limits (docs/export/index.md).
        max_miou_drop: how many points (hundredths) of mean IoU a file may
            lose against the model; needs labels, that is DATA.
        max_size: how large a phone file may be, in MB (1e6 bytes).
        max_latency_ratio: how many times the float32 file's time a phone
            file may take. A broken budget fails the command.
        report: another folder for a copy of the report, written also when
            the export fails its limits or budgets.
        reference_images: how many photographs the export keeps, with every
            answer, for `deeplab verify`.
        serving: what the model does with an image when it is served
            (docs/export/serving.md).
        overwrite: replace an earlier export in `output`, and its report in
            `report`; versions to serve are kept and count up.
    """

    model: Model = None
    data: OptionalData = ""
    output: Path | None = None
    image_size: tuple[int, int] | None = None
    calibration: Path | None = None
    images: Path | None = None
    dataset: str = "auto"
    split: str | None = None
    val_share: float | None = None
    overlap: Overlap = "auto"
    unlabeled: Unlabeled = "auto"
    artifacts: Artifacts = default_artifacts()
    image_limit: int = 20
    int8_equal_pixels: float = 0.9
    max_miou_drop: float | None = None
    max_size: float | None = None
    max_latency_ratio: float | None = None
    report: Path | None = None
    reference_images: int = 4
    serving: ServingSettings = ServingSettings()
    overwrite: bool = False


def main(words: list[str]) -> int:
    """Runs the command; see `Options`."""
    options = parse(Options, "export", words)
    _check_values(options)
    _check_inputs(options)
    path = model_file(needed(options.model, "MODEL", EXAMPLE))
    output = output_in_run(
        options.output, options.model, "export", f"{EXAMPLE} --output exported"
    )
    options = dataclasses.replace(options, output=output)
    check_free(output, options.overwrite, EXPORT, SERVING)
    if task_of(path) == DETECTOR:
        return export_detector_file(path, options, _command(words))
    data = _choose_data(options)
    if data is None and options.image_size is None:
        raise ValueError(
            "name the height and width of the exported files, --image-size "
            f"513 513, or DATA to take it from. For example: {EXAMPLE}"
        )
    _require_calibration(options, data)
    start_tensorflow()
    from deeplab_family.console.progress_lines import ProgressLines
    from deeplab_family.console.terminal import Console
    from deeplab_family.inference import load_keras_model
    from deeplab_family.model_classes import read_classes
    from deeplab_family.training.file_card import card_beside
    from export import VerificationError, export_model

    _check_report(options, path, data)
    settings = _settings(options, data)
    model = load_keras_model(path)
    names = getattr(model, "class_names", None)
    spec = read_classes(path, model.output_shape[-1], names)
    try:
        with ProgressLines(Console()) as show:
            report = export_model(
                model,
                options.output,
                settings,
                class_names=spec.class_names,
                palette=spec.palette,
                model_file=path,
                command=_command(words),
                trained=card_beside(path, model),
                progress=show,
            )
    except VerificationError as error:
        _show(error.report, options)
        return errors.report(str(error), status=1)
    _show(report, options)
    print(f"Written to {options.output}")
    return 0


def _command(words: list[str]) -> str:
    return shlex.join(["deeplab", "export", *words])


def _check_values(options: Options) -> None:
    require_least(options, "image_size", "image_limit")
    require_least(options, "reference_images", least=0)
    require_above_zero(options, "max_size", "max_latency_ratio")
    require_share(options.val_share)
    drop = options.max_miou_drop
    if drop is not None and not 0 <= drop <= 100:
        raise ValueError(
            f"--max-miou-drop is in points, 0 to 100. Received: {drop:g}"
        )
    if not 0 <= options.int8_equal_pixels <= 1:
        raise ValueError(
            "--int8-equal-pixels must lie in 0..1. Received: "
            f"{options.int8_equal_pixels:g}"
        )


def _check_inputs(options: Options) -> None:
    for name in ("images", "calibration"):
        folder, word = getattr(options, name), flag(name)
        require_folder(folder, word, "a folder of photographs")
    require_output_folder(options.output, "--output")
    require_output_folder(options.report, "--report")
    for name in options.artifacts:
        if name not in ARTIFACTS:
            raise ValueError(
                f"--artifacts are some of {', '.join(ARTIFACTS)}. Received: "
                f"{name}{did_you_mean(name, ARTIFACTS)}"
            )


def _choose_data(options: Options) -> DataChoice | None:
    given = options.images, options.calibration, options.image_size
    if all(given) and not options.data:
        return None  # a run's data may be gone where nobody needs them
    return choose_data(options, options.model)


def _require_calibration(options: Options, data: DataChoice | None) -> None:
    learning = [n for n in options.artifacts if ARTIFACTS[n].calibrated]
    if learning and data is None and options.calibration is None:
        names = ", ".join(learning)
        raise ValueError(
            f"--calibration FOLDER is missing: {names} learns its value "
            "ranges from photographs. Give it, or DATA, or leave out "
            f"{names} (--artifacts)"
        )


def _image_size(options: Options, data: DataChoice) -> tuple[int, int]:
    from deeplab_family.cli.data_sizes import common_size

    if options.image_size is not None:
        return options.image_size
    (height, width), reason = common_size(data)
    print(
        f"Image size {height} x {width}, {reason}; another with --image-size "
        "HEIGHT WIDTH",
        flush=True,
    )
    return height, width


def _is_replaced(options: Options) -> bool:
    """Whether --images stands for what a run would be compared on."""
    return bool(options.images) and not options.data


def _settings(options: Options, data: DataChoice | None):
    from deeplab_family.cli.labeled_data import as_split
    from export import Budgets, ExportSettings

    int8 = dataclasses.replace(
        ARTIFACTS["int8"].limit, equal_pixels=options.int8_equal_pixels
    )
    return ExportSettings(
        image_size=_image_size(options, data),
        calibration=(
            str(options.calibration)
            if options.calibration
            else as_split(data, "train_split") or ""
        ),
        images=str(options.images or ""),
        data=as_split(None if _is_replaced(options) else data),
        image_limit=options.image_limit,
        artifacts=options.artifacts,
        limits={"int8": int8},
        budgets=Budgets(
            max_miou_drop=options.max_miou_drop,
            max_size_mb=options.max_size,
            max_latency_ratio=options.max_latency_ratio,
        ),
        reference_images=options.reference_images,
        serving=options.serving,
        overwrite=options.overwrite,
    )


def _check_report(options: Options, model: Path, data) -> None:
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
            model,
            options.calibration,
            options.images,
            Path(data.root) if data is not None else None,
        ),
        overwrite=options.overwrite,
    )


def _show(report, options: Options) -> None:
    from deeplab_family.console.terminal import (
        Console,
        printable,
    )
    from export.report import write

    print(f"\n{printable(report.head())}\n")
    Console().print(report.table())
    if options.report is not None:
        write(report, options.report)
