"""`deeplab export` of a detector: SavedModel and TFLite, each compared."""

from pathlib import Path

from deeplab_family.cli.task_files import (
    DETECTOR,
    data_of_detector,
    refuse_options,
)
from deeplab_family.console.tf_startup import start_tensorflow

OF_PIXELS = {
    "calibration": "--calibration",
    "val_share": "--val-share",
    "dataset": "--dataset",
    "overlap": "--overlap",
    "unlabeled": "--unlabeled",
    "artifacts": "--artifacts",
    "int8_equal_pixels": "--int8-equal-pixels",
    "max_miou_drop": "--max-miou-drop",
    "max_size": "--max-size",
    "max_latency_ratio": "--max-latency-ratio",
    "report": "--report",
    "reference_images": "--reference-images",
    "serving": "--serving.*",
}
"""Fields of the command's options that only segmentation has."""

MULTIPLE = 32


def export_detector_file(path: Path, options, command: str) -> int:
    """Runs the command for a detector: writes both files and says how they do.

    Args:
        path: its `.keras` file.
        options: those of the command. Images to compare on are --images, DATA
            or the run's own; their sides are those of the run.
        command: the command line, for the model card.

    Returns:
        The exit status.

    Raises:
        DataError: if there are no such images.
        ExportError: if an answer differs from that of Keras.
        ValueError: if an option is of segmentation, or no data are known.
    """
    refuse_options(options, OF_PIXELS, DETECTOR)
    config = data_of_detector(path, options)
    _check_multiple(options.image_size)
    photographs = _photographs(options, config)
    start_tensorflow()
    from deeplab_family.console.terminal import printable
    from deeplab_family.inference.keras_file import load_keras_model
    from deeplab_family.photographs import read_upright
    from deeplab_family.training.file_card import card_beside
    from export.detector.detector_exporter import export_detector
    from export.detector.detector_signatures import DetectorInput
    from export.report.provenance import find_provenance
    from input_pipeline.detection import DetectionSpec

    model = load_keras_model(path)
    images = [read_upright(photograph)[0] for photograph in photographs]
    names = model.class_names or ()
    report = export_detector(
        model,
        options.output,
        DetectorInput(
            short_side=config.short_side,
            long_side=config.long_side,
            padding=config.padding,
        ),
        image_size=options.image_size or _image_size(images[0], config),
        images=images,
        palette=DetectionSpec(names).palette if names else None,
        overwrite=options.overwrite,
        origin=find_provenance(model, path, command),
        trained=card_beside(path, model),
    )
    for name, found in report.proof.items():
        print(printable(f"{name}: {found.text}"))
    for name, reason in report.left_out.items():
        print(printable(f"{name} is left out: {reason}"))
    print(f"Written to {options.output}")
    return 0


def _photographs(options, config) -> list[Path]:
    """Files to compare on: --images, or the split that is judged."""
    from deeplab_family.photographs import find_media
    from input_pipeline.detection import OpenedDetectionData

    if options.images is not None:
        found = [file.path for file in find_media([options.images])]
    else:
        data = OpenedDetectionData(config)
        found = [image.path for image in data.split(config.eval_split)]
    if not found:
        raise ValueError(f"there is no photograph in {options.images}")
    return found[: options.image_limit]


def _image_size(image, config) -> tuple[int, int]:
    """Sides of the TFLite file's input: of such an image, padded."""
    from input_pipeline.detection import resized_size

    size = resized_size(image.shape[:2], config.short_side, config.long_side)
    height, width = (-(-side // MULTIPLE) * MULTIPLE for side in size)
    print(
        f"Image size of the TFLite file {height} x {width}; another with "
        "--image-size HEIGHT WIDTH",
        flush=True,
    )
    return height, width


def _check_multiple(size) -> None:
    if size and any(side % MULTIPLE for side in size):
        raise ValueError(
            f"--image-size of a detector must be multiples of {MULTIPLE}. "
            f"Received: {size[0]} {size[1]}"
        )
