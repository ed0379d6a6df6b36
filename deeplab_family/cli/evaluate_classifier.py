"""`deeplab evaluate` of a classifier: its top-1 and top-5 error."""

import dataclasses
import json
import zipfile
from pathlib import Path

from deeplab_family.class_names import require_same_names
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.tf_startup import start_tensorflow
from deeplab_family.run_folder import RECIPE, find_run

OF_PIXELS = {
    "per_image": "--per-image",
    "measures": "--measures",
    "report": "--report",
    "more": "a second model",
    "temperature": "--temperature",
    "pad_to": "--pad-to",
    "val_share": "--val-share",
    "dataset": "--dataset",
    "inference": "asking at scales, in windows, ...",
}
"""Fields of the verb's options that only segmentation has."""


def is_classifier_file(path: Path) -> bool:
    """Whether a `.keras` file holds a classifier of this library."""
    try:
        with zipfile.ZipFile(path) as archive:
            content = json.loads(archive.read("config.json"))
        return content["class_name"] == "Classifier"
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return False  # who loads the weights says what is wrong with the file


def evaluate_classifier_file(path: Path, options) -> int:
    """Runs the verb for a classifier: prints the errors, and writes them.

    Args:
        path: its `.keras` file.
        options: those of the verb. Data are DATA, or the run's own.

    Returns:
        The exit status.

    Raises:
        DataError: if the data are no class tree.
        ClassNamesError: if it has other classes than the network.
        ValueError: if DATA is missing or an option is of segmentation.
    """
    _refuse_options_of_pixels(options)
    config = _data_config(options)
    inputs = (path, Path(config.root))
    check_outputs([options.json], inputs, overwrite=options.overwrite)
    start_tensorflow()
    from deeplab_family.classification.top_errors import (
        evaluate_classifier,
        logits_function,
    )
    from deeplab_family.inference.keras_file import load_keras_model
    from input_pipeline.atomic_files import write_atomic
    from input_pipeline.classification import OpenedClassData

    data = OpenedClassData(config)
    names = data.spec.class_names
    data.split(config.eval_split)
    model = load_keras_model(path)
    require_same_names(model.class_names, names)
    errors = evaluate_classifier(logits_function(model), data.eval_batches())
    print(
        f"top-1 error {100 * errors.top1:.2f} %, top-5 error "
        f"{100 * errors.top5:.2f} % of {errors.images:,} images "
        f"({Path(config.root).name}, split {config.eval_split}, "
        f"{len(names):,} classes)"
    )
    if options.json is not None:
        write_atomic(options.json, errors.to_json())
    return 0


def _refuse_options_of_pixels(options) -> None:
    empty = type(options)()
    for name, flag in OF_PIXELS.items():
        if getattr(options, name) != getattr(empty, name):
            raise ValueError(
                f"{flag} is for segmentation, and {options.model} is a "
                "classifier: leave it out"
            )


def _data_config(options):
    """The data of the run, with what the words name instead."""
    from deeplab_family.recipes.recipe_tree import recipe_of
    from input_pipeline.classification import ClassDataConfig

    run = find_run(options.model)
    config = ClassDataConfig()
    if run is not None:
        content = json.loads((run.path / RECIPE).read_text(encoding="utf-8"))
        config = recipe_of(content["recipe"]["data"], ClassDataConfig)
    if options.data:
        config = dataclasses.replace(config, root=options.data)
    if options.split:
        config = dataclasses.replace(config, eval_split=options.split)
    if options.batch_size != type(options)().batch_size:
        config = dataclasses.replace(config, eval_batch_size=options.batch_size)
    if not config.root:
        raise ValueError(
            f"DATA is missing: {options.model} is a classifier, and DATA a "
            "folder as of ImageNet (docs/classification.md). For example: "
            "deeplab evaluate runs/imagenet IMAGENET"
        )
    return config
