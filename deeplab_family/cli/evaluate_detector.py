"""`deeplab evaluate` of a detector: AP of COCO, mAP of Pascal VOC."""

import json
from pathlib import Path

from deeplab_family.class_names import require_same_names
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.task_files import (
    DETECTOR,
    JUDGED_BY_PIXELS,
    data_of_detector,
    refuse_options,
)
from deeplab_family.console.tf_startup import start_tensorflow

DRAWN_IN_PIXELS = {"overlap": "--overlap", "unlabeled": "--unlabeled"}
"""Fields of the command's options on how annotations become label maps."""

RESULTS = ".results.json"
"""Ending of the detections in COCO's results format, beside the scores."""


def evaluate_detector_file(path: Path, options) -> int:
    """Runs the command for a detector: prints its scores, and writes them.

    With `--json scores.json` the detections are written too, in COCO's results
    format, into `scores.results.json`.

    Args:
        path: its `.keras` file.
        options: those of the command. Data are DATA, or the run's own.

    Returns:
        The exit status.

    Raises:
        DataError: if the data have no objects, or broken ones.
        ClassNamesError: if they have other classes than the network.
        ImportError: if pycocotools is not installed.
        ValueError: if DATA is missing or an option is of segmentation.
    """
    refuse_options(options, JUDGED_BY_PIXELS | DRAWN_IN_PIXELS, DETECTOR)
    config = data_of_detector(path, options)
    outputs = [options.json, results_path(options.json)]
    inputs = (path, Path(config.root))
    check_outputs(outputs, inputs, overwrite=options.overwrite)
    start_tensorflow()
    from deeplab_family.console.terminal import Console
    from deeplab_family.inference.keras_file import load_keras_model
    from input_pipeline.atomic_files import write_atomic
    from input_pipeline.detection import OpenedDetectionData

    data = OpenedDetectionData(config)
    names = data.spec.class_names
    data.truths()
    model = load_keras_model(path)
    require_same_names(model.class_names, names)
    scores = judged(model, data, results_path(options.json))
    Console().print(scores.table())
    print(
        f"{scores.images:,} images ({Path(config.root).name}, split "
        f"{config.eval_split})"
    )
    if options.json is not None:
        text = json.dumps(scores.to_json(), indent=2) + "\n"
        write_atomic(options.json, text)
    return 0


def judged(model, data, results: Path | None = None):
    """Scores of a detector; shows its progress.

    Args:
        model: a `DetectionModel`.
        data: `OpenedDetectionData` with its classes.
        results: file for the detections in COCO's results format; None for
            none.

    Returns:
        `DetectionScores`.
    """
    from deeplab_family.console.progress_lines import ProgressLines
    from deeplab_family.detection.judged_detections import (
        detections_function,
        judge,
    )
    from deeplab_family.detection.scores import (
        coco_entries,
        write_coco_results,
    )

    truths, entries = data.truths(), []
    with ProgressLines() as show:

        def heard(number, image, detections):
            show("evaluating", number + 1, len(truths))
            if results is not None:
                size = image.height, image.width
                ids = truths.category_ids
                entries.extend(coco_entries(detections, image.id, ids, size))

        detect = detections_function(model)
        scores = judge(detect, data, model.config.has_masks, heard)
    if results is not None:
        write_coco_results(results, entries)
    return scores


def results_path(scores: Path | None) -> Path | None:
    """Path of the detections, beside the file of the scores."""
    return scores and scores.with_suffix(RESULTS)
