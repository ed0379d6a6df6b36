"""Predictor of any model file: Keras, SavedModel, TFLite or ONNX.

Each kind imports its own engine, and no other: TensorFlow takes seconds, and
a TFLite file is run by LiteRT in milliseconds.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from deeplab_family.inference.classes_file import names_beside
from deeplab_family.inference.model_files import refuse_no_model
from deeplab_family.inference.prediction import Prediction
from input_pipeline import lazy_tensorflow as tf
from input_pipeline.picture_format import PictureFormat


class Predictor(Protocol):
    """Maps images to a `Prediction`, whatever file the network came from.

    Attributes:
        kind: "keras", "saved_model", "tflite" or "onnx".
        num_classes: how many classes; `None` when the file holds nothing but
            a class map.
        class_names: their names in the order of the ids, from the file or
            from `classes.json` beside it; `None` when nobody named them.
        input_size: the only (height, width) that the network takes, or
            `None` when it takes any.
        pictures: what its images are: uint8 RGB, or float32 of other
            channels, 0 to 255; the range of stored values that this is.
    """

    kind: str
    num_classes: int | None
    class_names: tuple[str, ...] | None
    input_size: tuple[int, int] | None
    pictures: PictureFormat

    def __call__(self, images: np.ndarray) -> Prediction:
        """Answer at the images' own size, resizing where the size is fixed.

        Args:
            images: array `(batch, height, width, channels)` of
                `pictures.dtype`, uint8 RGB of most networks.
        """
        ...

    def run(self, images: np.ndarray) -> Prediction:
        """Answer for images that already have the size the network takes.

        Args:
            images: as for a call, or float32 of 0 to 255; a file that takes
                whole numbers sees them rounded.
        """
        ...

    def raw(self, images: np.ndarray) -> Any:
        """Only the network's own work, as its engine returns it: to time."""
        ...


def load_predictor(
    path: str | PathLike,
    *,
    num_threads: int = 2,
    trust: bool = False,
    strategy: tf.distribute.Strategy | None = None,
) -> Predictor:
    """Load whatever model lies at `path`.

    Class names that the file does not hold are taken from `classes.json`
    beside it.

    Args:
        path: a `.keras`, `.tflite` or `.onnx` file, a SavedModel folder, or a
            folder one or two levels above it, as a server takes it; the
            highest numbered version is taken.
        num_threads: CPU threads for a TFLite or ONNX file; the others ignore
            it.
        trust: run a SavedModel that `deeplab export` did not write, or that
            does more than a network; it is a program, see
            `saved_model_trust`. Defaults to False.
        strategy: of several devices, on which a `.keras` file answers for a
            batch each; the others ignore it. Defaults to None: one device.

    Raises:
        ModelFileError: nothing is there, it is no model, it is damaged, or it
            does not map images to a class per pixel, or nobody vouches
            for it; `classes.json` beside it
            is damaged or names another number of classes.
    """
    path = Path(path)
    refuse_no_model(path)
    if strategy is not None and path.suffix == ".keras":
        predictor = _on_replicas(path, strategy)
    else:
        predictor = _load(path, num_threads, trust)
    if predictor.class_names is None:
        predictor.class_names = names_beside(path, predictor.num_classes)
    return predictor


def _on_replicas(path: Path, strategy: tf.distribute.Strategy) -> Predictor:
    from deeplab_family.inference.keras_file import load_keras_model
    from deeplab_family.inference.replica_predictor import (
        replicated_predictor,
    )

    with strategy.scope():
        model = load_keras_model(path)
    return replicated_predictor(model, strategy)


def _load(path: Path, num_threads: int, trust: bool) -> Predictor:
    if path.is_dir():
        from deeplab_family.inference.saved_model_predictor import (
            SavedModelPredictor,
        )

        return SavedModelPredictor(path, trust=trust)
    if path.suffix == ".keras":
        from deeplab_family.inference.keras_file import load_keras_model
        from deeplab_family.inference.keras_predictor import KerasPredictor

        return KerasPredictor(load_keras_model(path))
    if path.suffix == ".tflite":
        from deeplab_family.inference.tflite_predictor import TFLitePredictor

        return TFLitePredictor(path, num_threads)
    from deeplab_family.inference.onnx_predictor import OnnxPredictor

    return OnnxPredictor(path, num_threads)
