import pytest

from deeplab_family.importers import (
    AUTO,
    NETWORK_SOURCES,
    known_projects,
    known_sources,
)
from deeplab_family.weights.sources.registry import BACKBONE_SOURCES


def test_every_source_is_reached_by_the_word_of_its_project():
    for source in (*NETWORK_SOURCES, *BACKBONE_SOURCES):
        assert source.project in known_projects(), source.name
        assert source in known_sources(source.project)
        assert source in known_sources(AUTO)


def test_networks_are_asked_before_backbones():
    """A whole network holds a backbone; its source must come first."""
    sources = known_sources(AUTO)
    assert sources[: len(NETWORK_SOURCES)] == NETWORK_SOURCES


def test_an_unknown_project_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="auto, .*torchvision"):
        known_sources("pytorch-hub")
