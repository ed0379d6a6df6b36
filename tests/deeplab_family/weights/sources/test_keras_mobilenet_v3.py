import keras
import numpy as np
import pytest
from keras.src.applications import mobilenet_v3

from deeplab_family.backbones import FEATURE_KEYS, MobileNetV3Config
from deeplab_family.weights.files.read import read_arrays
from deeplab_family.weights.fill import fill
from deeplab_family.weights.sources.keras_mobilenet_v3 import (
    KerasMobileNetV3,
)
from deeplab_family.weights.translation import Translation
from tests.build_blank import build_blank
from tests.keras_arrays import arrays_of, photograph, randomized, write_h5

EPSILON = 1e-3
MODELS = {
    "large": keras.applications.MobileNetV3Large,
    "small": keras.applications.MobileNetV3Small,
}
# their layers that end our stages
ENDS = {
    "large": ("2_add", "5_add", "11_add"),
    "small": ("project_bn", "2_add", "7_add"),
}


def _theirs(size, alpha=1.0, **options):
    return MODELS[size](
        input_shape=(97, 65, 3),
        alpha=alpha,
        include_top=False,
        weights=None,
        **options,
    )


def _translated(config, arrays):
    source, translation = KerasMobileNetV3(), Translation(arrays)
    assert source.recognizes(arrays)
    assert source.refusal(config, arrays) == ""
    source.translate(config, translation)
    return translation


@pytest.mark.parametrize(
    ("size", "alpha"),
    [
        ("large", 1.0),
        ("small", 0.75),
        pytest.param("large", 0.75, marks=pytest.mark.slow),
        pytest.param("small", 1.0, marks=pytest.mark.slow),
    ],
)
def test_features_equal_those_of_keras_applications(size, alpha):
    # On odd sizes; on even ones theirs pads one side only.
    theirs = randomized(_theirs(size, alpha), EPSILON)
    config = MobileNetV3Config(
        size=size, alpha=alpha, output_stride=32, batch_norm_epsilon=1e-5
    )
    ours = build_blank(config)
    translation = _translated(config, arrays_of(theirs))
    _, fresh = fill(ours, translation.values)
    assert (fresh, translation.left) == ((), ())
    image = photograph(97, 65)
    ends = [theirs.get_layer(f"expanded_conv_{end}") for end in ENDS[size]]
    outputs = [*(end.output for end in ends), theirs.output]
    preprocess = keras.applications.mobilenet_v3.preprocess_input
    expected = keras.Model(theirs.input, outputs)(preprocess(image.copy()))
    features = ours(image)
    for key, value in zip(FEATURE_KEYS, expected, strict=True):
        scale = np.abs(value).max()
        np.testing.assert_allclose(
            features[key], value, atol=1e-4 * scale, err_msg=key
        )


def test_names_with_slashes_are_the_same_weights(tmp_path):
    arrays = arrays_of(randomized(_theirs("small"), EPSILON))
    of_2020 = {_of_2020(name): value for name, value in arrays.items()}
    assert "Conv/BatchNorm/gamma" in of_2020
    assert "expanded_conv_1/depthwise/depthwise_kernel" in of_2020
    assert "expanded_conv/squeeze_excite/Conv_1/bias" in of_2020
    config = MobileNetV3Config(size="small")
    expected = _translated(config, arrays).values
    write_h5(tmp_path / "v3.h5", of_2020)
    values = _translated(config, read_arrays(tmp_path / "v3.h5")).values
    assert values.keys() == expected.keys()
    for path, value in expected.items():
        np.testing.assert_array_equal(values[path], value, err_msg=path)


def _of_2020(name):
    """Names of tf.keras.applications.MobileNetV3 of TensorFlow 2.3."""
    layer, weight = name.split("/")
    unit, _, part = layer.removesuffix("_bn").rpartition(
        "_squeeze_" if "squeeze" in layer else "_"
    )
    if unit.startswith("expanded"):
        gate = part.replace("excite_conv", "squeeze_excite/Conv")
        layer = f"{unit}/{gate}" + "/BatchNorm" * layer.endswith("_bn")
    else:  # conv, conv_bn, conv_1, conv_1_bn
        layer = layer.capitalize().replace("_bn", "/BatchNorm")
    if part == "depthwise" and weight == "kernel":
        weight = "depthwise_kernel"
    return f"{layer}/{weight}"


@pytest.mark.parametrize(
    ("fields", "options", "reason"),
    [
        ({"halve_last_stage": True}, {}, "`halve_last_stage=False`"),
        ({"size": "large"}, {}, "11 units, MobileNetV3 large 15"),
        ({}, {"minimalistic": True}, "minimalistic"),
        ({"size": "large"}, {"minimalistic": True}, "minimalistic"),
    ],
)
def test_refuses_a_backbone_that_computes_something_else(
    fields, options, reason
):
    arrays = arrays_of(_theirs("small", **options))
    config = MobileNetV3Config(**({"size": "small"} | fields))
    assert reason in KerasMobileNetV3().refusal(config, arrays)


@pytest.mark.parametrize("size", MODELS)
@pytest.mark.parametrize("alpha", [0.75, 1.0])
def test_published_files_are_those_that_keras_names(size, alpha):
    config = MobileNetV3Config(size=size, alpha=alpha)
    published = KerasMobileNetV3().published(config)
    key = f"{size}_224_{alpha}_float"
    assert published.md5 == mobilenet_v3.WEIGHTS_HASHES[key][1]
    assert published.url == (
        mobilenet_v3.BASE_WEIGHT_PATH
        + f"weights_mobilenet_v3_{key}_no_top_v2.h5"
    )


@pytest.mark.parametrize("fields", [{"alpha": 0.5}, {"halve_last_stage": True}])
def test_nothing_is_published_for_other_backbones(fields):
    assert KerasMobileNetV3().published(MobileNetV3Config(**fields)) is None
