"""slim's MobileNetV2 by its own rules, at sizes where paddings agree."""

import numpy as np
import pytest

from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.weights.fill import fill
from deeplab_family.weights.sources.tf1_mobilenet_v2 import Tf1MobileNetV2
from deeplab_family.weights.translation import Translation
from tests.tf1_slim import mobilenet_v2

IMAGES = np.random.default_rng(0).uniform(0, 255, (1, 65, 97, 3)).astype("f4")
SOURCE = Tf1MobileNetV2()


@pytest.fixture(scope="module")
def arrays():
    arrays = {}
    mobilenet_v2(IMAGES, 32, arrays)
    return arrays


def filled(config, arrays):
    model = config.build()
    translation = Translation(arrays)
    SOURCE.translate(config, translation)
    fill(model, translation.values)
    return model, translation


@pytest.mark.parametrize("output_stride", [32, 16, 8])
def test_equals_slims_network(arrays, output_stride):
    expected = np.asarray(mobilenet_v2(IMAGES, output_stride, arrays))
    config = MobileNetV2Config(
        output_stride=output_stride, batch_norm_epsilon=1e-2
    )
    model, translation = filled(config, arrays)
    output = np.asarray(model(IMAGES)["res5"])
    scale = np.abs(expected).max()
    np.testing.assert_allclose(output, expected, atol=1e-4 * scale)
    assert translation.left == ()


def test_takes_the_moving_averages_of_slims_classifier(arrays):
    later = {
        **arrays,
        **{
            f"{name}/ExponentialMovingAverage": value + 1
            for name, value in arrays.items()
            if not name.endswith(("moving_mean", "moving_variance"))
        },
    }
    translation = Translation(later)
    SOURCE.translate(MobileNetV2Config(), translation)
    assert translation.left == ()
    name = "MobilenetV2/expanded_conv_2/expand"
    path = "stage2_unit2/expand"
    for theirs, ours, added in [
        ("weights", "conv/kernel", 1),
        ("BatchNorm/beta", "bn/beta", 1),
        ("BatchNorm/moving_mean", "bn/moving_mean", 0),
    ]:
        np.testing.assert_array_equal(
            translation.values[f"{path}/{ours}"],
            arrays[f"{name}/{theirs}"] + added,
        )


def test_refuses_deeplabs_thin_network(arrays):
    thin = {
        "MobilenetV2/Conv/weights": np.zeros((3, 3, 3, 16)),
        "MobilenetV2/expanded_conv_1/project/weights": np.zeros((1, 1, 48, 12)),
    }
    for alpha in (0.5, 1.0):
        reason = SOURCE.refusal(MobileNetV2Config(alpha=alpha), thin)
        assert "12 channels wide" in reason and "multiplier 0.5" in reason
    assert SOURCE.refusal(MobileNetV2Config(), arrays) == ""


def test_refuses_another_width(arrays):
    reason = SOURCE.refusal(MobileNetV2Config(alpha=0.5), arrays)
    assert "alpha 1; this backbone has alpha 0.5" in reason
