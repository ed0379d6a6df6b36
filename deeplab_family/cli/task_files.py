"""Files of tasks other than segmentation, and the options that they have not.

What `deeplab evaluate`, `predict` and `export` share where a model file is a
classifier's or a detector's.
"""

import dataclasses
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from deeplab_family.run_folder import RECIPE, RunFolder, find_run

CLASSIFIER, DETECTOR = "classifier", "detector"
MODELS = {"Classifier": CLASSIFIER, "DetectionModel": DETECTOR}
"""Tasks by the class of their networks."""

JUDGED_BY_PIXELS = {
    "per_image": "--per-image",
    "measures": "--measures",
    "report": "--report",
    "more": "a second model",
    "temperature": "--temperature",
    "pad_to": "--pad-to",
    "val_share": "--val-share",
    "inference": "asking at scales, in windows, ...",
}
"""Fields of the options of `deeplab evaluate` that only segmentation has."""


def task_of(path: Path) -> str | None:
    """The task of a `.keras` file of this library.

    Returns:
        "classifier" or "detector"; None for segmentation and for all else.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            content = json.loads(archive.read("config.json"))
        return MODELS.get(content["class_name"])
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None  # who loads the weights says what is wrong with the file


def refuse_options(options, of_pixels: Mapping[str, str], noun: str) -> None:
    """Refuses options of a command that a task has not.

    Args:
        options: of the command; they have `model`.
        of_pixels: flags by the names of the fields that only segmentation
            has.
        noun: of the task.

    Raises:
        ValueError: names the flag.
    """
    empty = type(options)()
    for name, flag in of_pixels.items():
        if getattr(options, name) != getattr(empty, name):
            article = "an" if noun[0] in "aeiou" else "a"
            raise ValueError(
                f"{flag} is for segmentation, and {options.model} is "
                f"{article} {noun}: leave it out"
            )


def data_of_run(run: RunFolder | None, config, **fields):
    """A data config: that of a run, with fields changed.

    Args:
        run: whose recipe is read.
        config: what stands for the run's where there is none.
        **fields: that words on the command line name; empty ones change
            nothing.
    """
    from deeplab_family.recipes.recipe_tree import recipe_of

    if run is not None:
        content = json.loads((run.path / RECIPE).read_text(encoding="utf-8"))
        config = recipe_of(content["recipe"]["data"], type(config))
    named = {name: value for name, value in fields.items() if value}
    return dataclasses.replace(config, **named)


def data_of_detector(path: Path, options):
    """The data config of a detector's run, with what the words name instead.

    Args:
        path: of the model, which lies in the folder of its run: how large
            images are is written there.
        options: of a command; `data`, `dataset`, `split` and `batch_size` are
            looked at where it has them.

    Raises:
        ValueError: if there is no such run.
    """
    from input_pipeline.detection import DetectionDataConfig

    run = find_run(path.parent)
    if run is None:
        raise ValueError(
            f"{path} does not lie in the folder of its run, whose recipe.json "
            "tells how large images are: name that folder, or copy the file "
            "there"
        )
    dataset = getattr(options, "dataset", "auto")
    root = getattr(options, "data", "")
    if root and dataset == "auto":
        dataset = _dataset_of(run, root)
    return data_of_run(
        run,
        DetectionDataConfig(),
        root=root,
        dataset=dataset if root else "",
        eval_split=getattr(options, "split", None),
    )


def _dataset_of(run: RunFolder, root: str) -> str:
    """The run's layout for its own data or components; else a look at them."""
    content = json.loads((run.path / RECIPE).read_text(encoding="utf-8"))
    data = content["recipe"]["data"]
    own = data["dataset"] == "components" or data["root"] == root
    return data["dataset"] if own else "auto"
