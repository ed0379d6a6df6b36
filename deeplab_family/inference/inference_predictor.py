"""Predictor that asks another one as an inference config says."""

import dataclasses

import numpy as np
import tensorflow as tf

from deeplab_family.inference.asked_pictures import asked_pictures, rgb_of
from deeplab_family.inference.inference_config import InferenceConfig
from deeplab_family.inference.predict_at_size import check_images
from deeplab_family.inference.prediction import (
    ModelFileError,
    Prediction,
    prediction_from_logits,
)
from deeplab_family.inference.predictor import Predictor
from deeplab_family.inference.predictor_logits import predictor_logits
from deeplab_family.inference.replica_predictor import ReplicaPredictor
from deeplab_family.inference.score_averages import averaged_score
from deeplab_family.inference.tiled_predictor import TiledPredictor


def with_inference(predictor: Predictor, config: InferenceConfig) -> Predictor:
    """The predictor at another stride, with scales, windows, CRF, tiles.

    Args:
        predictor: of any model file; see `load_predictor`.
        config: what to ask it.

    Returns:
        The predictor itself where the config asks nothing more, else one
        that takes images of any size. One on several devices stays there,
        but with `max_memory`: its tiles are asked one after the other.

    Raises:
        ModelFileError: the file cannot be asked so: it holds a class map
            alone, takes one size only, or its stride is fixed.
    """
    if config.output_stride is not None:
        predictor = _at_stride(predictor, config.output_stride)
    if isinstance(predictor, ReplicaPredictor):
        rest = dataclasses.replace(config, output_stride=None)
        asked = with_inference(predictor.predictor, rest)
        if config.max_memory is not None:
            return asked
        return ReplicaPredictor(asked, predictor.strategy)
    if config.averages or config.crf is not None:
        _check(predictor, config)
        predictor = InferencePredictor(predictor, config)
    if config.max_memory is not None:
        predictor = TiledPredictor(predictor, config.max_memory)
    return predictor


class InferencePredictor:
    """Averages and refines what a predictor answers; see `with_inference`.

    Args:
        predictor: has probabilities, and its output stride already.
        config: scales, mirroring, windows, what is averaged, CRF.

    Attributes:
        kind, num_classes, class_names, pictures: those of the predictor.
        input_size: None: images of any size are taken.
        config: as given.
    """

    input_size = None

    def __init__(self, predictor: Predictor, config: InferenceConfig):
        self.kind = predictor.kind
        self.num_classes = predictor.num_classes
        self.class_names = predictor.class_names
        self.pictures = asked_pictures(predictor)
        self.config = config
        self._score = averaged_score(
            predictor_logits(predictor), config, predictor.num_classes
        )

    def __call__(self, images: np.ndarray) -> Prediction:
        """Answer for images `(batch, height, width, channels)`."""
        check_images(images, self.pictures)
        return self.run(images)

    def run(self, images: np.ndarray) -> Prediction:
        """The same without a look at dtype and shape."""
        answer = self._mean(images)
        if self.config.crf is None:
            return answer
        return _refined(answer.probabilities, images, self.config.crf)

    def raw(self, images: np.ndarray) -> np.ndarray:
        """The mean, float32 `(batch, height, width, classes)`."""
        return self._score(tf.constant(images, tf.float32)).numpy()

    def _mean(self, images) -> Prediction:
        scores = self.raw(images)
        if self.config.average == "logits" or not self.config.averages:
            return prediction_from_logits(scores)
        return _from_probabilities(scores)


def _from_probabilities(probabilities):
    class_map = probabilities.argmax(axis=-1).astype(np.uint8)
    return Prediction(class_map, probabilities)


def _refined(probabilities, images, config):
    """The answer after the CRF, image by image."""
    from deeplab_family.inference.dense_crf import dense_crf

    refined = [
        dense_crf(shares, rgb_of(image), config)
        for shares, image in zip(probabilities, images, strict=True)
    ]
    return _from_probabilities(np.stack(refined))


def _at_stride(predictor, output_stride):
    change = getattr(predictor, "with_output_stride", None)
    if change is None:
        raise ModelFileError(
            f"an output stride of {output_stride} cannot be set in a "
            f"{predictor.kind} file: its graph is fixed. Name the .keras file, "
            "or export at that stride: deeplab export MODEL "
            f"--serving.output-stride {output_stride}"
        )
    return change(output_stride)


def _check(predictor, config):
    if predictor.num_classes is None:
        raise ModelFileError(
            "the file answers with a class map alone, and means and CRF are "
            "taken of probabilities. Leave scales, flip, windows and CRF out, "
            "or use a file with logits, such as the .keras file"
        )
    size, windows = predictor.input_size, config.windows
    if size is None:
        return
    height, width = size
    only = f"the file takes images of {height} x {width} only"
    square = height == width
    if windows is not None and size != (windows.tile, windows.tile):
        needed = "must have that size" if square else "are square; leave them"
        raise ModelFileError(
            f"{only}, and windows {needed}. Received: {windows.tile}"
        )
    if windows is None and config.scales != (1.0,):
        instead = f"cut images into windows of {height}, too"
        if not square:
            instead = "use a file that takes any size, such as the .keras file"
        raise ModelFileError(
            f"{only} and would see every scale resized back to that. Leave "
            f"the scales out, or {instead}"
        )
