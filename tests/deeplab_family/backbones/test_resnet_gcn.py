from deeplab_family.analysis import multiply_adds
from deeplab_family.backbones import ResNetConfig, ResNetGCNConfig
from tests.build_blank import build_blank
from tests.contracts.backbone import BackboneContract
from tests.count_parameters import moving, trainable


class TestResNetGCN(BackboneContract):
    config = ResNetGCNConfig()


def test_parameter_and_multiply_add_counts():
    model = build_blank(ResNetGCNConfig())
    assert trainable(model) == 20_496_780
    assert moving(model) == 47_984
    # The paper's table 11 says 3.7 billion, for images of 224 x 224.
    assert round(multiply_adds(model, 224, 224) / 1e9, 3) == 3.765


def test_first_stages_are_those_of_a_resnet():
    plain, ours = ResNetConfig().build(), ResNetGCNConfig().build()
    expected = [layer.name for layer in plain.layers if "block2" in layer.name]
    names = [layer.name for layer in ours.layers]
    assert expected and set(expected) < set(names)
    assert not any("block3" in name for name in names)


def test_large_kernels_are_dilated_from_the_second_unit_on():
    model = ResNetGCNConfig(output_stride=8).build()
    rates = {
        layer.name: layer.dilation_rate
        for layer in model.layers
        if layer.name.startswith("res")
    }
    assert rates["res4_unit1"] == 1
    assert rates["res4_unit2"] == rates["res5_unit1"] == 2
    assert rates["res5_unit2"] == rates["res5_unit3"] == 4
