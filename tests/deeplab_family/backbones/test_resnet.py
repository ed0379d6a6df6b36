import keras
import numpy as np
import pytest

from deeplab_family.backbones import ResNetConfig
from tests.contracts.backbone import BackboneContract
from tests.count_parameters import moving, trainable
from tests.randomize import randomize


class TestResNet(BackboneContract):
    config = ResNetConfig(depth=50, multi_grid=(1, 2, 1))


@pytest.mark.parametrize(
    ("depth", "stem", "weights", "statistics"),
    [
        (50, "root", 23_508_032, 53_120),
        (50, "beta", 23_631_808, 53_504),
        (101, "root", 42_500_160, 105_344),
        (101, "beta", 42_623_936, 105_728),
        (152, "root", 58_143_808, 151_424),
        (152, "beta", 58_267_584, 151_808),
    ],
)
def test_parameter_counts(depth, stem, weights, statistics):
    model = ResNetConfig(depth=depth, stem=stem).build()
    assert trainable(model) == weights
    assert moving(model) == statistics


def test_equals_the_independent_network_of_keras_applications():
    theirs = keras.applications.ResNet50(
        include_top=False, weights=None, input_shape=(65, 97, 3)
    )
    randomize(theirs)
    config = ResNetConfig(
        output_stride=32, multi_grid=(1, 1, 1), batch_norm_epsilon=1.001e-5
    )
    ours = config.build()
    _copy_weights(theirs, ours)
    images = np.random.default_rng(0).uniform(0, 255, (1, 65, 97, 3))
    centered = images - np.array([123.15, 115.90, 103.06])
    expected = np.asarray(theirs(centered))
    output = ours(images)["res5"]
    scale = np.abs(expected).max()
    np.testing.assert_allclose(output, expected, atol=1e-4 * scale)


def _copy_weights(theirs, ours):
    """Their convolutions have biases, which our moving means absorb."""
    _copy_pair(theirs, "conv1", ours.get_layer("stem"))
    names = {"reduce": 1, "look": 2, "expand": 3, "shortcut": 0}
    for block, units in enumerate((3, 4, 6, 3)):
        for unit in range(units):
            layer = ours.get_layer(f"block{block + 1}_unit{unit + 1}")
            for part, number in names.items():
                if getattr(layer, part) is not None:
                    source = f"conv{block + 2}_block{unit + 1}_{number}"
                    _copy_pair(theirs, source, getattr(layer, part))


def _copy_pair(theirs, name, block):
    kernel, bias = theirs.get_layer(f"{name}_conv").get_weights()
    gamma, beta, mean, variance = theirs.get_layer(f"{name}_bn").get_weights()
    block.conv.set_weights([kernel])
    block.bn.set_weights([gamma, beta, mean - bias, variance])


def test_rates_follow_stride_and_multi_grid():
    model = ResNetConfig(output_stride=8, multi_grid=(1, 2, 4)).build()
    rates = {
        layer.name: layer.dilation_rate
        for layer in model.layers
        if layer.name.startswith("block")
    }
    assert rates["block2_unit1"] == 1
    assert rates["block3_unit1"] == rates["block3_unit6"] == 2
    assert [rates[f"block4_unit{unit}"] for unit in (1, 2, 3)] == [4, 8, 16]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"depth": 34}, "`depth`"),
        ({"stem": "gamma"}, "`stem`"),
        ({"multi_grid": (1, 2)}, "`multi_grid`"),
        ({"multi_grid": (0, 1, 1)}, "`multi_grid`"),
    ],
)
def test_refuses_what_it_does_not_know(arguments, word):
    with pytest.raises(ValueError, match=word):
        ResNetConfig(**arguments)
