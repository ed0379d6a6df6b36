"""Network sources: whose files are whole networks, and which of ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np

if TYPE_CHECKING:
    from deeplab_family.models import ModelConfig
    from deeplab_family.weights.translation import Translation

Arrays = Mapping[str, np.ndarray]


class NetworkSource:
    """Base of the sources, one a file; `registry.NETWORK_SOURCES` lists them.

    Class attributes:
        name: in words, "torchvision DeepLabv3 on ResNet".
        project: word of `deeplab import` for all files of the same project,
            "torchvision".
    """

    name: ClassVar[str] = ""
    project: ClassVar[str] = ""

    def recognizes(self, arrays: Arrays) -> bool:
        """Whether the names of a file are those of this network."""
        raise NotImplementedError(f"{type(self).__name__}.recognizes")

    def config(self, arrays: Arrays) -> ModelConfig:
        """Our network that computes the same.

        Raises:
            WeightsError: if there is none, with the reason; the message is
                completed with the file's name and the source's.
        """
        raise NotImplementedError(f"{type(self).__name__}.config")

    def class_names(
        self, config: ModelConfig, arrays: Arrays
    ) -> tuple[str, ...] | None:
        """Names of the classes in the order of the logits; None if unknown."""
        del config, arrays
        return None

    def notes(self, config: ModelConfig, arrays: Arrays) -> tuple[str, ...]:
        """Sentences for the receipt, each without its period."""
        del config, arrays
        return ()

    def translate(self, config: ModelConfig, translation: Translation):
        """Puts all values of the network, its normalization of pixels too.

        The file's arrays that training alone needs are left; see `leaves`.

        Raises:
            WeightsError: if the file has not what the network needs.
        """
        raise NotImplementedError(f"{type(self).__name__}.translate")

    def leaves(self, name: str) -> bool:
        """Whether an array may be left: an optimizer's, a head for training.

        Any other that `translate` did not take is of a part that ours has
        not, and the file is refused.
        """
        del name
        return False
