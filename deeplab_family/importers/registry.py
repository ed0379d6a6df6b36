"""Tables of what can be imported: one line for each kind of network."""

from deeplab_family.console.suggestions import did_you_mean
from deeplab_family.importers.network_source import NetworkSource
from deeplab_family.importers.tf1_deeplab import Tf1DeepLab
from deeplab_family.importers.torchvision_deeplabv3 import (
    TorchvisionDeepLabV3MobileNetV3,
    TorchvisionDeepLabV3ResNet,
)
from deeplab_family.weights.sources.backbone_source import BackboneSource
from deeplab_family.weights.sources.registry import BACKBONE_SOURCES

AUTO = "auto"
"""The word for any project: the names in the file decide."""

NETWORK_SOURCES: tuple[NetworkSource, ...] = (
    TorchvisionDeepLabV3ResNet(),
    TorchvisionDeepLabV3MobileNetV3(),
    Tf1DeepLab(),
)
"""The first that recognizes a file reads it; backbones come after networks."""


def known_projects() -> tuple[str, ...]:
    """The words for the source of a file: `AUTO`, then each project once."""
    sources = (*NETWORK_SOURCES, *BACKBONE_SOURCES)
    return (AUTO, *dict.fromkeys(source.project for source in sources))


def known_sources(project: str) -> tuple[NetworkSource | BackboneSource, ...]:
    """The sources of a project, networks first; all for `AUTO`.

    Raises:
        ValueError: if there is no such project; names the known ones.
    """
    words = known_projects()
    if project not in words:
        raise ValueError(
            f"SOURCE must be one of {', '.join(words)}. Received: {project!r}"
            f"{did_you_mean(project, words)}"
        )
    sources = (*NETWORK_SOURCES, *BACKBONE_SOURCES)
    return tuple(s for s in sources if project in (AUTO, s.project))
