import keras
import numpy as np
import pytest

from deeplab_family.backbones import MobileNetV2Config
from tests.contracts.backbone import BackboneContract
from tests.count_parameters import trainable
from tests.randomize import randomize


class TestMobileNetV2(BackboneContract):
    config = MobileNetV2Config(alpha=0.35)


class TestSoThinThatStagesHaveOneWidth(BackboneContract):
    config = MobileNetV2Config(alpha=0.1)


@pytest.mark.parametrize("alpha", [0.35, 1.0, 1.4])
def test_parameters_equal_the_independent_network(alpha):
    theirs = keras.applications.MobileNetV2(
        alpha=alpha, include_top=False, weights=None
    )
    backbone = keras.Model(
        theirs.inputs, theirs.get_layer("block_16_project_BN").output
    )
    ours = MobileNetV2Config(alpha=alpha).build()
    assert trainable(ours) == trainable(backbone)


def test_equals_the_independent_network_of_keras_applications():
    # On odd sizes; on even ones theirs pads one side only.
    theirs = keras.applications.MobileNetV2(
        input_shape=(97, 97, 3), include_top=False, weights=None
    )
    backbone = keras.Model(
        theirs.inputs, theirs.get_layer("block_16_project_BN").output
    )
    randomize(backbone)
    ours = MobileNetV2Config(output_stride=32).build()
    ours.set_weights(ours.get_weights()[:2] + backbone.get_weights())
    images = np.random.default_rng(0).uniform(0, 255, (1, 97, 97, 3))
    expected = np.asarray(backbone(images / 127.5 - 1))
    output = ours(images)["res5"]
    scale = np.abs(expected).max()
    np.testing.assert_allclose(output, expected, atol=1e-4 * scale)


def test_refuses_no_width():
    with pytest.raises(ValueError, match="`alpha`"):
        MobileNetV2Config(alpha=0)
