"""`deeplab evaluate` of a classifier: its top-1 and top-5 error."""

from pathlib import Path

from deeplab_family.class_names import require_same_names
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.task_files import (
    CLASSIFIER,
    JUDGED_BY_PIXELS,
    data_of_run,
    refuse_options,
)
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.run_folder import find_run

NOT_OF_TREES = {"dataset": "--dataset"}
"""Field of the command's options that no class tree needs."""


def evaluate_classifier_file(path: Path, options) -> int:
    """Runs the command for a classifier: prints the errors, and writes them.

    Args:
        path: its `.keras` file.
        options: those of the command. Data are DATA, or the run's own.

    Returns:
        The exit status.

    Raises:
        DataError: if the data are no class tree.
        ClassNamesError: if it has other classes than the network.
        ValueError: if DATA is missing or an option is of segmentation.
    """
    refuse_options(options, JUDGED_BY_PIXELS | NOT_OF_TREES, CLASSIFIER)
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


def _data_config(options):
    """The data of the run, with what the words name instead."""
    from input_pipeline.classification import ClassDataConfig

    chosen = options.batch_size != type(options)().batch_size
    config = data_of_run(
        find_run(options.model),
        ClassDataConfig(),
        root=options.data,
        eval_split=options.split,
        eval_batch_size=chosen and options.batch_size,
    )
    if not config.root:
        raise ValueError(
            f"DATA is missing: {options.model} is a classifier, and DATA a "
            "folder as of ImageNet (docs/training/classification.md). "
            "For example: "
            "deeplab evaluate runs/imagenet IMAGENET"
        )
    return config
