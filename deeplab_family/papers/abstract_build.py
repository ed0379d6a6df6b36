"""Abstract build: networks whose weights have shapes but no values."""

import dataclasses
import functools
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import keras

from deeplab_family.analysis import multiply_adds
from deeplab_family.detection.faster_rcnn import FasterRCNNConfig
from deeplab_family.models.model_config import ModelConfig


def with_abstract_weights(function: Callable, *arguments):
    """Calls a function; networks that it builds draw no weights.

    Drawing those of a hundred networks takes minutes and gigabytes. Within the
    function, variables know their shape and symbolic calls work. Do not let a
    network out of it.

    Args:
        function: what to call.
        *arguments: for it.

    Returns:
        What the function returns.
    """
    # Keras would make up for the promises at its next occasion; it keeps them
    # thread by thread, so they end with this one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(_promise, function, arguments).result()


def _promise(function, arguments):
    with keras.StatelessScope(initialize_variables=False):
        return function(*arguments)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cost:
    """Size and work of a network.

    Attributes:
        parameters: trainable weights, those of batch normalization included.
        multiply_adds: of all convolutions, for one image; of a detector those
            of backbone, pyramid and proposals, which do not depend on what is
            found.
    """

    parameters: int
    multiply_adds: int


@functools.cache
def cost(config: ModelConfig | FasterRCNNConfig, crop_size: int) -> Cost:
    """Builds the network without drawing weights, and counts.

    Args:
        config: of the network.
        crop_size: int > 0, side of the image in pixels.
    """
    return with_abstract_weights(_count, config, crop_size)


def _count(config, crop_size):
    model = config.build()
    shapes = [variable.shape for variable in model.trainable_variables]
    if isinstance(config, FasterRCNNConfig):
        model = _dense_part(model)
    return Cost(
        parameters=sum(map(math.prod, shapes)),
        multiply_adds=multiply_adds(model, crop_size, crop_size),
    )


def _dense_part(detector) -> keras.Model:
    """What of a detector sees the whole image."""
    images = keras.Input((None, None, 3), name="images")
    maps = detector._maps(images, training=False)
    return keras.Model(images, detector.proposal_head(maps))
