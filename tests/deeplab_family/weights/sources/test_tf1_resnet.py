"""slim's ResNet by its own rules: the same function as ours."""

import dataclasses

import numpy as np
import pytest

from deeplab_family.backbones import ResNetConfig
from deeplab_family.weights import WeightsError
from deeplab_family.weights.fill import fill
from deeplab_family.weights.load import load_backbone_weights
from deeplab_family.weights.sources.tf1_resnet import Tf1ResNet
from deeplab_family.weights.translation import Translation
from tests.tf1_slim import resnet

IMAGES = np.random.default_rng(0).uniform(0, 255, (1, 65, 97, 3)).astype("f4")
SOURCE = Tf1ResNet()


@pytest.fixture(scope="module", params=[True, False], ids=["beta", "root"])
def slims(request):
    """Arrays in TensorFlow 1's names, and whether the stem is beta."""
    arrays = {}
    resnet(IMAGES, 32, arrays, beta=request.param)
    return arrays, request.param


def filled(config, arrays):
    model = config.build()
    translation = Translation(arrays)
    SOURCE.translate(config, translation)
    fill(model, translation.values)
    return model, translation


@pytest.mark.parametrize("output_stride", [32, 16, 8])
def test_equals_slims_network(slims, output_stride):
    arrays, beta = slims
    grid = (1, 2, 4)
    expected, _ = resnet(IMAGES, output_stride, arrays, beta=beta, grid=grid)
    config = ResNetConfig(
        stem="beta" if beta else "root",
        output_stride=output_stride,
        multi_grid=grid,
        batch_norm_epsilon=1e-2,
    )
    model, translation = filled(config, arrays)
    output = np.asarray(model(IMAGES)["res5"])
    expected = np.asarray(expected)
    assert output.shape == expected.shape
    scale = np.abs(expected).max()
    np.testing.assert_allclose(output, expected, atol=1e-4 * scale)
    assert translation.left == ()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"depth": 101}, "it has 50 layers; this backbone has 101"),
        ({"stem": "root"}, "`stem='beta'`"),
        ({"stride_placement": "3x3"}, "another function of the weights"),
        ({"first_unit_previous_rate": True}, "one rate"),
    ],
)
def test_refuses_a_backbone_that_computes_something_else(changes, reason):
    arrays = {
        "resnet_v1_50/conv1_1/weights": np.zeros((3, 3, 3, 64), "float32")
    }
    config = ResNetConfig(stem="beta")
    assert SOURCE.recognizes(arrays)
    assert SOURCE.refusal(config, arrays) == ""
    other = dataclasses.replace(config, **changes)
    assert reason in SOURCE.refusal(other, arrays)


def test_pixels_follow_the_file():
    def means(config, *names):
        arrays = {f"resnet_v1_50/{name}": np.ones((1,)) for name in names}
        translation = Translation(arrays)
        with pytest.raises(WeightsError, match="is missing"):
            SOURCE.translate(config, translation)
        return translation.values["normalization/mean"]

    root, beta = ResNetConfig(), ResNetConfig(stem="beta")
    deeplab = np.float32([123.15, 115.90, 103.06])
    slim = np.float32([123.68, 116.78, 103.94])
    np.testing.assert_array_equal(means(root, "conv1/weights"), deeplab)
    np.testing.assert_array_equal(means(root, "logits/weights"), slim)
    np.testing.assert_array_equal(means(beta, "logits/weights"), (127.5,) * 3)


@pytest.mark.parametrize("depth", [50, 101])
def test_says_where_the_weights_of_the_stem_beta_are(depth):
    config = ResNetConfig(depth=depth, stem="beta")
    with pytest.raises(WeightsError) as error:
        load_backbone_weights(None, config, "imagenet")
    assert f"resnet_v1_{depth}_2018_05_04.tar.gz" in str(error.value)
    assert "unpack it" in str(error.value)
