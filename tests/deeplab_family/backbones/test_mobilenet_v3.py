import keras
import numpy as np
import pytest

from deeplab_family.backbones import FEATURE_KEYS, MobileNetV3Config
from deeplab_family.layers import InvertedResidual
from tests.contracts.backbone import BackboneContract
from tests.count_parameters import moving, trainable
from tests.randomize import randomize

APPLICATIONS = {
    "large": keras.applications.MobileNetV3Large,
    "small": keras.applications.MobileNetV3Small,
}
# their layers that end our stages
ENDS = {
    "large": ("2_add", "5_add", "11_add"),
    "small": ("project_bn", "2_add", "7_add"),
}


class OpenGates(BackboneContract):
    """Gates see the mean of the map, and a denser map has another mean.

    With gates that do not depend on it, the convolutions can be compared.
    """

    def at(self, output_stride):
        model, config = super().at(output_stride)
        for layer in model.layers:
            gates = getattr(layer, "squeeze_excite", None)
            if gates is not None:
                kernel = gates.excite.kernel
                kernel.assign(np.zeros(kernel.shape))
        return model, config


class TestLarge(OpenGates):
    config = MobileNetV3Config(alpha=0.35)


class TestSmall(OpenGates):
    config = MobileNetV3Config(size="small", alpha=0.5, halve_last_stage=True)


@pytest.mark.parametrize("size", ["large", "small"])
@pytest.mark.parametrize("alpha", [0.75, 1.0])
def test_equals_the_independent_network_of_keras_applications(size, alpha):
    # On odd sizes; on even ones theirs pads one side only.
    theirs = APPLICATIONS[size](
        input_shape=(97, 65, 3), alpha=alpha, include_top=False, weights=None
    )
    randomize(theirs)
    ours = MobileNetV3Config(size=size, alpha=alpha, output_stride=32).build()
    ours.set_weights(ours.get_weights()[:2] + theirs.get_weights())
    images = np.random.default_rng(0).uniform(0, 255, (1, 97, 65, 3))
    ends = [theirs.get_layer(f"expanded_conv_{end}") for end in ENDS[size]]
    outputs = [*(end.output for end in ends), theirs.output]
    expected = keras.Model(theirs.input, outputs)(images)
    features = ours(images)
    for key, value in zip(FEATURE_KEYS, expected, strict=True):
        scale = np.abs(value).max()
        np.testing.assert_allclose(
            features[key], value, atol=1e-4 * scale, err_msg=key
        )


@pytest.mark.parametrize("alpha", [0.35, 1.0, 1.25])
@pytest.mark.parametrize("size", ["large", "small"])
def test_parameters_equal_the_independent_network(size, alpha):
    theirs = APPLICATIONS[size](alpha=alpha, include_top=False, weights=None)
    ours = MobileNetV3Config(size=size, alpha=alpha).build()
    assert trainable(ours) == trainable(theirs)
    assert moving(ours) == moving(theirs)


@pytest.mark.parametrize(
    ("size", "halved", "channels"),
    [
        ("large", False, 960),
        ("large", True, 480),
        ("small", False, 576),
        ("small", True, 288),
    ],
)
def test_the_last_stage_may_have_half_the_channels(size, halved, channels):
    model = MobileNetV3Config(size=size, halve_last_stage=halved).build()
    assert model.output["res5"].shape[-1] == channels


def test_dilation_begins_behind_the_stride_it_replaces():
    model = MobileNetV3Config(output_stride=16).build()
    rates = [
        layer.dilation_rate
        for layer in model.layers
        if isinstance(layer, InvertedResidual)
    ]
    assert rates == [1] * 13 + [2, 2]


@pytest.mark.parametrize("arguments", [{"size": "medium"}, {"alpha": 0}])
def test_refuses_what_it_does_not_know(arguments):
    with pytest.raises(ValueError, match=f"`{next(iter(arguments))}`"):
        MobileNetV3Config(**arguments)
