"""Weights that a run starts from, and the classes that they were trained on."""

import json
import zipfile
from pathlib import Path

import keras
import numpy as np

from deeplab_family.class_names import require_same_names
from deeplab_family.inference import load_keras_model
from deeplab_family.inference.classes_file import names_beside
from deeplab_family.inference.stored_class_names import names_in_keras
from deeplab_family.models import AuxiliaryTraining
from deeplab_family.training.inference_model import without_head
from deeplab_family.weights import is_fresh, load_network_weights
from deeplab_family.weights.load import IMAGENET
from input_pipeline import DatasetSpec


def check_weights_file(weights: str):
    """Refuses a file that is not there, before anything slow is done.

    Args:
        weights: `train.weights`: "none", "imagenet" or a path.

    Raises:
        ValueError: says what is wrong.
    """
    if is_fresh(weights) or weights == IMAGENET:
        return
    if not Path(weights).is_file():
        raise ValueError(
            "`train.weights` must be `none`, `imagenet` or the path of a "
            f"file. There is no file {weights}"
        )
    if _is_keras(weights) and not zipfile.is_zipfile(weights):
        raise ValueError(
            f"`train.weights` {weights} is no whole .keras file: it is "
            "damaged, or of another program."
        )


def load_weights(model: keras.Model, path: str):
    """Fills a model in training with trained weights.

    Args:
        model: what a config's `build_for_training` made.
        path: "imagenet", the path of a backbone's file, or a `.keras` file of
            the network or a checkpoint of its training. Of a checkpoint the
            auxiliary head is taken too.

    Raises:
        ValueError: if the file is damaged or of another network, or if its
            weights are not finite.
    """
    check_weights_file(path)
    if not _is_keras(path):
        load_network_weights(model, path)
        return
    try:
        _fill(model, path)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        reason = " ".join(str(error).split())[:200]
        raise ValueError(
            f"`train.weights` {path} cannot fill this network: it must "
            "be whole, and of a network of the same config and number of "
            f"classes. {reason}"
        ) from error
    for variable in model.variables:
        if not np.isfinite(variable.numpy()).all():
            raise ValueError(
                f"`train.weights` {path} holds values that are not "
                f"finite, in {variable.path}: it is of a run that diverged."
            )


def _is_keras(path) -> bool:
    return Path(path).suffix == ".keras"


def _fill(model, path):
    if not _has_head(path):
        without_head(model).load_weights(path)
    elif isinstance(model, AuxiliaryTraining):
        model.load_weights(path)
    else:
        source = without_head(load_keras_model(path))
        model.set_weights(source.get_weights())


def _has_head(path) -> bool:
    with zipfile.ZipFile(path) as archive:
        config = json.loads(archive.read("config.json"))
    return config.get("class_name") == AuxiliaryTraining.__name__


def require_same_classes(weights: str | Path, spec: DatasetSpec) -> None:
    """Compares the class names of a checkpoint with those of the data.

    Args:
        weights: file to continue or to start from; "" and a file that is not
            there are passed over.
        spec: classes of the data set.

    Raises:
        ClassNamesError: names the first class that differs.
        ModelFileError: if `classes.json` beside the file is damaged.
    """
    path = Path(weights)
    if not path.is_file():
        return
    names = names_in_keras(path) or names_beside(path, None)
    require_same_names(names, spec.class_names, us=str(path))
