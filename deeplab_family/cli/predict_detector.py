"""`deeplab predict` of a detector: boxes and masks drawn, and as JSON."""

from pathlib import Path

from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.task_files import (
    DETECTOR,
    data_of_detector,
    refuse_options,
)
from deeplab_family.cli.value_checks import require_share
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.photographs import find_media
from input_pipeline.counted_nouns import counted_noun

OF_PIXELS = {
    "save": "--save",
    "smallest_region": "--smallest-region",
    "url_prefix": "--url-prefix",
    "batch_size": "--batch-size",
    "smooth": "--smooth",
    "frames": "--frames",
    "stored_ids": "--stored-ids",
    "inference": "asking at scales, in windows, ...",
}
"""Fields of the command's options that only segmentation has."""

DRAWN, RESULTS, IMAGES = "_objects.jpg", "detections.json", "images.json"


def predict_detector_file(path: Path, options, output: Path | None) -> int:
    """Runs the command for a detector: draws and writes what it finds.

    Each photograph gets `NAME_objects.jpg`; all together `detections.json`,
    COCO's results format, and `images.json`, whose ids it uses.

    Args:
        path: its `.keras` file.
        options: those of the command.
        output: folder for the results.

    Returns:
        0, or 1 if a photograph could not be read.

    Raises:
        ValueError: if an option is of segmentation, or there is no folder.
    """
    refuse_options(options, OF_PIXELS, DETECTOR)
    require_share(options.least_score, "least-score")
    files = _photographs(options, output)
    config = data_of_detector(path, options)
    drawn = [output / f"{file.name}{DRAWN}" for file in files]
    written = [*drawn, output / RESULTS, output / IMAGES]
    inputs = (path, *(file.path for file in files))
    check_outputs(written, inputs, overwrite=options.overwrite)
    start_tensorflow()
    from deeplab_family.detection.photograph_detector import (
        PhotographDetector,
    )
    from deeplab_family.inference.keras_file import load_keras_model

    model = load_keras_model(path)
    detector = PhotographDetector(model, config)
    refused = _detect(model, detector, files, drawn, options, output)
    done = counted_noun(len(files) - refused, "photograph")
    print(f"Objects of {done} in {output}")
    return 1 if refused else 0


def _photographs(options, output: Path | None) -> list:
    files = find_media(options.images, leave_out=output)
    videos = [file.path for file in files if file.is_video]
    if videos:
        raise ValueError(
            f"a detector takes photographs, and {videos[0]} is a video: leave "
            "it out"
        )
    if output is None:
        raise ValueError(
            f"{options.model} is a detector: name a folder for its results, "
            "--output FOLDER"
        )
    return files


def _detect(model, detector, files, drawn, options, output: Path) -> int:
    """Writes all results; returns how many files could not be read."""
    from deeplab_family.console.progress_lines import ProgressLines
    from deeplab_family.predicting import photograph_batches

    refused: list = []
    names = _names(model)
    place_of = {id(file): place for place, file in enumerate(files)}
    entries: list[dict] = []
    images: list[dict] = []
    with ProgressLines() as show:

        def refuse(file, error):
            refused.append(file)
            show(f"error: {file.path}: {error}", 0, 0)

        for (photograph,) in photograph_batches(files, 1, refuse):
            place = place_of[id(photograph.file)]
            found = detector(photograph.image).above(options.least_score)
            _write(photograph, found, names, drawn[place], options.opacity)
            _note(entries, images, place + 1, photograph, found, names)
            show("detecting", len(images) + len(refused), len(files))
    _write_tables(output, entries, images, names)
    return len(refused)


def _write(photograph, found, names, path: Path, opacity: float) -> None:
    from deeplab_family.visualization import write_image
    from deeplab_family.visualization.objects import draw_objects
    from input_pipeline.detection import DetectionSpec

    picture = draw_objects(
        photograph.image,
        found.boxes,
        found.classes,
        DetectionSpec(names).palette,
        names,
        found.scores,
        found.masks,
        opacity,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_image(path, picture)


def _note(entries, images, number: int, photograph, found, names) -> None:
    """Adds the entries of a photograph, as COCO's results format has them."""
    from deeplab_family.detection.scores import coco_entries

    size = photograph.image.shape[:2]
    categories = range(1, len(names) + 1)
    entries.extend(coco_entries(found, number, categories, size))
    images.append(
        {
            "id": number,
            "file_name": str(photograph.file.path),
            "height": size[0],
            "width": size[1],
        }
    )


def _write_tables(output: Path, entries, images, names) -> None:
    import json

    from deeplab_family.detection.scores import write_coco_results
    from input_pipeline.atomic_files import write_atomic

    categories = [{"id": i, "name": n} for i, n in enumerate(names, start=1)]
    content = {"images": images, "categories": categories}
    output.mkdir(parents=True, exist_ok=True)
    write_coco_results(output / RESULTS, entries)
    write_atomic(output / IMAGES, json.dumps(content, indent=2) + "\n")


def _names(model) -> tuple[str, ...]:
    count = model.config.num_classes
    return model.class_names or tuple(f"class_{i}" for i in range(count))
