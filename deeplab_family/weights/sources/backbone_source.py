"""Backbone sources: whose files can fill which backbone, and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from deeplab_family.weights.published_file import PublishedFile
from deeplab_family.weights.translation import Translation

Arrays = Mapping[str, np.ndarray]


class BackboneSource:
    """Base of the sources, one a file; `registry.BACKBONE_SOURCES` lists them.

    `config` is a `BackboneConfig`; its fields are read, nothing else, so that
    backbones may import this package.

    Class attributes:
        name: in words, "torchvision ResNet".
        kind: `kind` of the backbones that it fills.
        project: word of `deeplab import` for all files of the same project,
            "torchvision".
    """

    name: ClassVar[str] = ""
    project: ClassVar[str] = ""
    kind: ClassVar[str] = ""

    def recognizes(self, arrays: Arrays) -> bool:
        """Whether the names of a file are those of this source."""
        raise NotImplementedError(f"{type(self).__name__}.recognizes")

    def refusal(self, config: Any, arrays: Arrays) -> str:
        """Reason why a backbone would compute something else; "" if not."""
        raise NotImplementedError(f"{type(self).__name__}.refusal")

    def translate(self, config: Any, translation: Translation):
        """Puts all values of the backbone, its normalization of pixels too."""
        raise NotImplementedError(f"{type(self).__name__}.translate")

    def published(self, config: Any) -> PublishedFile | None:
        """The file of ImageNet weights for a backbone, where there is one."""
        del config
        return None

    def hint(self, config: Any) -> str:
        """Place of a backbone's ImageNet weights if no program can fetch them.

        A sentence without its period; "" if there is nothing to say.
        """
        del config
        return ""

    def notes(self, config: Any, arrays: Arrays) -> tuple[str, ...]:
        """Sentences for the receipt, each without its period."""
        del config, arrays
        return ()
