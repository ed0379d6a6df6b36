"""What the network of a row costs, counted on the network itself."""

import dataclasses
import functools
import math

from deeplab_family.analysis import multiply_adds
from deeplab_family.models.model_config import ModelConfig
from deeplab_family.papers.promised_weights import with_promised_weights


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
def cost(config: ModelConfig, crop_size: int) -> Cost:
    """Builds the network without drawing weights, and counts.

    Args:
        config: of the network.
        crop_size: int > 0, side of the image in pixels.
    """
    return with_promised_weights(_count, config, crop_size)


def _count(config, crop_size):
    model = config.build()
    shapes = [variable.shape for variable in model.trainable_variables]
    return Cost(
        parameters=sum(map(math.prod, shapes)),
        multiply_adds=multiply_adds(model, crop_size, crop_size),
    )
