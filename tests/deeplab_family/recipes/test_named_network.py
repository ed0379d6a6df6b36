import pytest

from deeplab_family.models import ModelConfig
from deeplab_family.recipes.named_network import (
    backbones_of,
    named_network,
    names_of,
)

NETWORKS = ModelConfig.by_name()
PAIRS = [(n, b) for n in NETWORKS for b in backbones_of(n)]


@pytest.mark.parametrize(("network", "backbone"), PAIRS)
def test_names_and_config_say_the_same(network, backbone):
    config = named_network(network, backbone)
    assert names_of(config) == (network, backbone)
    assert config.num_classes is None


def test_every_network_takes_every_usual_backbone():
    usual = {"mobilenet_v2", "mobilenet_v3"}
    usual |= {f"efficientnet_lite{number}" for number in range(5)}
    usual |= {"resnet50", "resnet101", "resnet152"}
    assert all(usual <= set(backbones_of(network)) for network in NETWORKS)
    assert "resnet50_gcn" in backbones_of("gcn")


def test_a_backbone_has_the_stride_that_its_network_was_made_for():
    gcn = named_network("gcn", "resnet101").backbone
    assert (gcn.output_stride, gcn.depth, gcn.multi_grid) == (
        32,
        101,
        (1, 1, 1),
    )
    assert named_network("galdnet", "resnet50").backbone.output_stride == 8
    assert named_network("gcn", "mobilenet_v2").backbone.output_stride == 32


def test_pairs_that_do_not_fit_are_refused_with_those_that_do():
    with pytest.raises(
        ValueError, match="no --backbone resnet50_gcn: .*dilated"
    ):
        named_network("deeplabv3", "resnet50_gcn")
    with pytest.raises(ValueError, match="perhaps you meant 'deeplabv3plus'"):
        named_network("deeplabv3+plus", "resnet50")
