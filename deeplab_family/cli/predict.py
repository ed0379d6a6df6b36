"""`deeplab predict MODEL IMAGE...`: masks, overlays and what else is wanted."""

import dataclasses
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli.inference_flags import Inference, InferenceFlags, how
from deeplab_family.cli.options import Model, needed, parse
from deeplab_family.cli.predict_detector import predict_detector_file
from deeplab_family.cli.predict_plan import (
    Plan,
    check_region_flags,
    chosen_results,
    show_plan,
    tell_left_out,
)
from deeplab_family.cli.task_files import DETECTOR, task_of
from deeplab_family.cli.value_checks import require_least, require_share
from deeplab_family.console.tf_startup import (
    garbage_kept,
    standard_error_muted,
    start_tensorflow,
)
from deeplab_family.inference.inference_config import InferenceConfig
from deeplab_family.inference.model_files import WITHOUT_TENSORFLOW
from deeplab_family.inference.picture_files import pictures_of
from deeplab_family.photographs import find_media
from deeplab_family.run_folder import find_run, model_file
from input_pipeline.picture_format import ORDINARY

EXAMPLE = "deeplab predict runs/photos photo.jpg"


@dataclasses.dataclass(frozen=True)
class Options:
    """Segments photographs and videos.

    Example: deeplab predict runs/photos photo.jpg more_photos clip.mp4

    Each photograph gets a paletted PNG of class ids, `NAME.png`, and the
    colors over the photograph with a legend, `NAME_overlay.jpg`; a video the
    colors over its frames, `NAME_overlay.mp4`; a TIFF file that is large or
    says where on the earth it lies a mask like it, `NAME.tif`. All are turned
    upright first, as viewers show them. Without --output nothing is written
    and the names are shown; a run has its folder `predictions`.

    Of a detector each photograph gets its boxes and masks, `NAME_objects.jpg`,
    and all together COCO's results, `detections.json`
    (docs/training/detection.md).

    Attributes:
        model: a .keras, .tflite or .onnx file, a SavedModel folder, or the
            folder of a run, whose best network is meant.
        images: photographs and videos; folders of them, also nested; patterns
            in quotes, such as "photos/**/*.jpg"; camera:0.
        output: folder for the results; made if missing. For a run
            `predictions` in its folder if left out.
        save: results, divided by commas: mask, overlay, confidence (a gray
            PNG and the mean of each class in confidence.csv), probabilities
            (float16 .npy), polygons (GeoJSON); for labelling tools coco,
            labelme, cvat, labelstudio (docs/data/annotations.md). "" for
            mask,overlay of photographs and overlay of videos. Other results
            of a video are those of its frames, in a folder of its name.
        smallest_region: regions of fewer pixels are left out of polygons,
            coco, labelme, cvat and labelstudio.
        url_prefix: what Label Studio puts before the name of a photograph,
            such as "/data/local-files/?d=photos/".
        opacity: share of the class color in the overlays, 0..1.
        least_score: of a detector, objects below it are left out, 0..1.
        batch_size: photographs of one size that the network gets at once.
        smooth: share of the frames before in the probabilities of a video's
            frame, 0 to less than 1: less flicker, and a trail behind what
            moves.
        frames: of each video at most this many; a camera ends after them, or
            with Ctrl-C.
        stored_ids: name of a data set, such as "cityscapes"; the masks are
            then also written with the ids that its test server expects, into
            the folder `stored_ids` in `output`.
        inference: scales, mirroring, windows, CRF, stride, memory
            (docs/evaluation/inference.md).
        overwrite: replace results of an earlier call. Photographs are never
            replaced.
        trust: run a SavedModel that `deeplab export` did not write; it is a
            program (docs/export/serving.md).
    """

    model: Model = None
    images: Annotated[
        tuple[Path, ...],
        tyro.conf.Positional,
        tyro.conf.arg(metavar="IMAGE...", help_behavior_hint=""),
    ] = ()
    output: Path | None = None
    save: str = ""
    smallest_region: int = 0
    url_prefix: str = ""
    opacity: float = 0.5
    least_score: float = 0.3
    batch_size: int = 1
    smooth: float = 0.0
    frames: int | None = None
    stored_ids: str = ""
    inference: Inference = InferenceFlags()
    overwrite: bool = False
    trust: bool = False


def main(words: list[str]) -> int:
    """Runs the command; see `Options`.

    Returns:
        0, or 1 if a file could not be segmented.
    """
    options = parse(Options, "predict", words)
    path = model_file(needed(options.model, "MODEL", EXAMPLE))
    needed(options.images, "IMAGE", EXAMPLE)
    _check(options)
    _refuse_inputs_as_output(options.images, options.output)
    if task_of(path) == DETECTOR:
        return predict_detector_file(path, options, _output(options))
    inference = how(options.inference)
    save = chosen_results(options.save)
    check_region_flags(save, options)
    _refuse_least_score(options)
    output = _output(options)
    pictures = pictures_of(path) if path.exists() else ORDINARY
    media = find_media(
        options.images, leave_out=output, arrays=not pictures.is_ordinary
    )
    plan = Plan(media, output, save, options.stored_ids)
    _check_kinds(options, plan)
    if output is None:
        show_plan(plan, path, options.images)
        tell_left_out(plan)
        return 0
    plan.check(path, options.images, options.overwrite)
    tell_left_out(plan)
    if path.suffix not in WITHOUT_TENSORFLOW:
        start_tensorflow()
    from deeplab_family.cli.predict_results import segment

    predictor = _predictor(path, options.trust, inference)
    _refuse_videos(plan, predictor.pictures)
    return segment(plan, path, predictor, options)


def _predictor(path: Path, trust: bool, inference: InferenceConfig):
    from deeplab_family.inference import load_predictor

    with standard_error_muted(), garbage_kept():
        predictor = load_predictor(path, trust=trust)
    if inference.asks_once:
        return predictor
    # Means, windows and CRF are taken in TensorFlow.
    start_tensorflow()
    from deeplab_family.inference import with_inference

    return with_inference(predictor, inference)


def _check(options: Options) -> None:
    if not 0 <= options.opacity <= 1:
        raise ValueError(
            f"--opacity must lie in 0..1. Received: {options.opacity:g}"
        )
    require_share(options.smooth, "smooth")
    require_least(options, "batch_size", "frames")
    require_least(options, "smallest_region", least=0)


def _refuse_videos(plan: Plan, pictures) -> None:
    if plan.videos and not pictures.is_ordinary:
        raise ValueError(
            f"the network takes images of {pictures}, and a video has frames "
            f"of 8-bit RGB. Leave out {plan.videos[0].path}"
        )


def _refuse_inputs_as_output(
    images: tuple[Path, ...], output: Path | None
) -> None:
    if output is None or not output.is_dir():
        return
    for folder in images:
        if folder.is_dir() and folder.samefile(output):
            raise ValueError(
                f"--output {output} is the folder of the photographs, whose "
                "results would lie among them. Name another folder"
            )


def _refuse_least_score(options: Options) -> None:
    if options.least_score != Options.least_score:
        raise ValueError(
            f"--least-score is for detectors, and {options.model} is none: "
            "leave it out"
        )


def _check_kinds(options: Options, plan: Plan) -> None:
    """Refuses flags that would do nothing."""
    if options.stored_ids and plan.videos:
        raise ValueError(
            "--stored-ids is for photographs; leave the videos out. Received: "
            f"{plan.videos[0].path}"
        )
    for flag, value in (
        ("--smooth", options.smooth),
        ("--frames", options.frames),
    ):
        if value and not plan.videos:
            raise ValueError(
                f"{flag} is for videos and cameras, and there is none among "
                "the images. Leave it out"
            )


def _output(options: Options) -> Path | None:
    run = find_run(options.model)
    if options.output is None and run is not None:
        return run.path / "predictions"
    return options.output
