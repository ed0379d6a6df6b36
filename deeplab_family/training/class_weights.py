"""Class weights of a run: words become numbers where the data are known.

`--train.loss.class-weights doctor` or FILE stands in a recipe until its run
starts. From then on the recipe of the run holds numbers.
"""

import contextlib
import dataclasses
import json
import sys
from pathlib import Path

import numpy as np

from deeplab_family.class_names import known_names, shorten
from deeplab_family.losses.class_weights import (
    read_class_weights,
    weight_of_each_class,
)
from deeplab_family.recipes import Recipe
from deeplab_family.training.checkpoint_file import (
    DamagedFileError,
    read_record,
)
from deeplab_family.training.held_class_weights import (
    DOCTOR,
    held_class_weights,
)
from deeplab_family.training.work_directory import WorkDirectory
from input_pipeline import OpenedData
from input_pipeline.doctor.class_counts import ClassCounts
from input_pipeline.doctor.class_weights import median_frequency_weights

REPORT = "doctor.json"
FORMULA = "median_frequency"
IDS = 256


def with_class_weights(
    recipe: Recipe, data: OpenedData, folder: WorkDirectory
) -> Recipe:
    """The recipe with numbers for class weights; says where they are from.

    "doctor" means those that the run began with, if it has begun; else those
    of the report `doctor.json` of `deeplab doctor` in the folder of the data
    or beside it; else the same, counted from the labels of the training split.

    Args:
        recipe: what to train.
        data: what it trains on.
        folder: of the run.

    Raises:
        ValueError: if weights do not fit the classes of the data; names the
            file and the classes.
    """
    names = tuple(data.spec.class_names)
    begun = iter(_begun_with(folder))

    def numbers(weights):
        of_run = next(begun, None)
        if not isinstance(weights, str):
            source, found = "as given", _checked(weights, names, "they are")
        elif weights == DOCTOR and of_run is not None:
            source, found = "as the run began", of_run
        elif weights == DOCTOR:
            source, found = _of_doctor(data, names)
        else:
            source, found = weights, read_weights_file(Path(weights), names)
        print(_line(source, found, names), file=sys.stderr)
        return found

    loss = recipe.train.loss.with_class_weights(numbers)
    train = dataclasses.replace(recipe.train, loss=loss)
    return dataclasses.replace(recipe, train=train)


def read_weights_file(path: Path, names: tuple[str, ...]) -> tuple[float, ...]:
    """Reads class weights from JSON.

    Args:
        path: the report of `deeplab doctor --json`, an object of class names
            and weights where the other classes weigh 1, or a list of weights
            in the order of the ids.
        names: of the classes of the data, in that order.

    Returns:
        A weight for each class. Classes of a report that have no pixels have
        no weight there and get 1.

    Raises:
        ValueError: if it is none of these, or does not fit the classes.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(
            "`train.loss.class_weights` must be numbers, one for each class, "
            f"{DOCTOR!r}, or a JSON file of weights, such as `deeplab doctor "
            f"DATA --json FILE` writes. {path} cannot be read: {error}"
        ) from error
    if isinstance(content, dict) and "classes" in content:
        return _of_report(content, path, names)
    if isinstance(content, dict):
        _refuse_unknown(content, path, names)
        content = [content.get(name) for name in names]
    return _checked(content, names, f"{path} holds")


def count_weights(data: OpenedData) -> tuple[float, ...]:
    """The weights that the doctor would suggest, from labels alone.

    Args:
        data: their `train_split` is read once.
    """
    counts = ClassCounts()
    labels = data.labels(data.config.train_split)
    for label in labels.as_numpy_iterator():
        counts.add(np.bincount(label.ravel(), minlength=IDS))
    return read_class_weights(
        median_frequency_weights(counts, data.spec.num_classes)
    )


def _begun_with(folder: WorkDirectory) -> list[tuple[float, ...]]:
    """The class weights of a run, one loss after the other."""
    for path in folder.checkpoints:
        with contextlib.suppress(OSError, DamagedFileError, KeyError):
            return held_class_weights(read_record(path)["recipe"])
    return []


def _of_doctor(data: OpenedData, names):
    """Where weights were found, and the weights."""
    root = Path(data.config.root)
    for path in (root / REPORT, root.resolve().parent / REPORT):
        if path.is_file() and (path.parent == root or _is_about(path, root)):
            return f"report {path}", read_weights_file(path, names)
    split = data.config.train_split
    print(
        f"Class weights: no {REPORT} in {root} or beside it; counting the "
        f"labels of the split {split!r}.",
        file=sys.stderr,
    )
    source = f"labels of the split {split!r} of {root}"
    return source, count_weights(data)


def _is_about(path: Path, root: Path) -> bool:
    """Whether the report beside the data is about them."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))["root"]
        return Path(told).resolve() == root.resolve()
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _of_report(report: dict, path: Path, names) -> tuple[float, ...]:
    try:
        weights = {
            each["name"]: each["weights"][FORMULA] for each in report["classes"]
        }
    except (KeyError, TypeError) as error:
        raise ValueError(
            f"{path} has `classes` without `name` and `weights.{FORMULA}`: it "
            "is no report of this `deeplab doctor`. Run `deeplab doctor DATA "
            "--json FILE` again."
        ) from error
    if all(weight is None for weight in weights.values()):
        raise ValueError(
            f"{path} has no weights: the doctor found no pixel of a class. Its "
            "findings say why."
        )
    if None in (known_names(tuple(weights)), known_names(names)):
        return _checked(list(weights.values()), names, f"{path} holds")
    _refuse_unknown(weights, path, names)
    missing = [name for name in names if name not in weights]
    if missing:
        raise ValueError(
            f"{path} has no weight for {shorten(missing)}: it is about other "
            "data. Run `deeplab doctor DATA --json FILE` again."
        )
    return _checked([weights[name] for name in names], names, f"{path} holds")


def _refuse_unknown(weights: dict, path: Path, names):
    unknown = [name for name in weights if name not in names]
    if unknown:
        raise ValueError(
            f"{path} has weights for {shorten(unknown)}, which the data do not "
            f"have. Their classes are: {shorten(names, len(names))}"
        )


def _checked(weights, names, what: str) -> tuple[float, ...]:
    """Weights that fit the number of classes.

    Args:
        weights: what was found; any JSON.
        names: of the classes.
        what: where it was found, with its command.
    """
    try:
        return tuple(
            weight_of_each_class(read_class_weights(weights), len(names))
        )
    except ValueError as error:
        raise ValueError(
            "`train.loss.class_weights` must be one finite number >= 0 for "
            f"each of the {len(names)} classes {shorten(names, len(names))}, "
            f"not all 0; {what}: {weights}"
        ) from error


def _line(source: str, weights, names) -> str:
    pairs = zip(names, weights, strict=True)
    return f"Class weights ({source}): " + ", ".join(
        f"{name} {weight:g}" for name, weight in pairs
    )
