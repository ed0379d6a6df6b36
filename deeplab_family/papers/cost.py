"""What the network of a row costs, counted on the network itself."""

import dataclasses
import functools
import math

import keras

from deeplab_family.analysis import multiply_adds
from deeplab_family.network_config import NetworkConfig


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cost:
    """Size and work of a network.

    Attributes:
        parameters: trainable weights, those of batch normalization included.
        multiply_adds: of all convolutions, for one image.
    """

    parameters: int
    multiply_adds: int


@functools.cache
def cost(config: NetworkConfig, crop_size: int) -> Cost:
    """Builds the network once, without drawing weights, and counts.

    Args:
        config: of the network.
        crop_size: int > 0, side of the image in pixels.
    """
    # Inside of a stateless scope variables are promises: counting hundreds of
    # networks would otherwise be drawing billions of weights.
    with keras.StatelessScope(initialize_variables=False):
        model = config.build()
        shapes = [variable.shape for variable in model.trainable_variables]
        counted = multiply_adds(model, crop_size, crop_size)
    return Cost(parameters=sum(map(math.prod, shapes)), multiply_adds=counted)
