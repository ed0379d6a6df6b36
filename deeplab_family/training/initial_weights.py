"""Initial weights of a run, and the classes that they were trained on."""

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
from input_pipeline import DatasetSpec


def check_initial_weights(path: str):
    """Refuses what is no `.keras` file, before anything slow is done.

    Args:
        path: `train.initial_weights`; "" for none.

    Raises:
        ValueError: says what is wrong.
    """
    if not path:
        return
    if not Path(path).is_file():
        raise ValueError(
            "`train.initial_weights` must be a .keras file. "
            f"There is no file {path}"
        )
    if Path(path).suffix != ".keras" or not zipfile.is_zipfile(path):
        raise ValueError(
            "`train.initial_weights` must be a .keras file, and whole. "
            f"Received: {path}"
        )


def load_initial_weights(model: keras.Model, path: str):
    """Fills a model in training from a file of the same network.

    Args:
        model: what a config's `build_for_training` made.
        path: a `.keras` file of the network, or a checkpoint of its training.
            Of a checkpoint the auxiliary head is taken too.

    Raises:
        ValueError: if the file is damaged or of another network, or if its
            weights are not finite.
    """
    check_initial_weights(path)
    try:
        _fill(model, path)
    except (ValueError, KeyError, OSError, zipfile.BadZipFile) as error:
        reason = " ".join(str(error).split())[:200]
        raise ValueError(
            f"`train.initial_weights` {path} cannot fill this network: it must "
            "be whole, and of a network of the same config and number of "
            f"classes. {reason}"
        ) from error
    for variable in model.variables:
        if not np.isfinite(variable.numpy()).all():
            raise ValueError(
                f"`train.initial_weights` {path} holds values that are not "
                f"finite, in {variable.path}: it is of a run that diverged."
            )


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
