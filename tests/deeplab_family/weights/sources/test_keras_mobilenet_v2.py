import re

import keras
import numpy as np
import pytest

from deeplab_family.backbones import FEATURE_KEYS, MobileNetV2Config
from deeplab_family.weights import receipt_of
from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.fill import fill, weights_by_path
from deeplab_family.weights.sources.keras_mobilenet_v2 import (
    KerasMobileNetV2,
)
from deeplab_family.weights.translation import Translation
from tests.build_blank import build_blank
from tests.keras_arrays import arrays_of, photograph, randomized, write_h5

EPSILON = 1e-3
SLOW = pytest.mark.slow
# their layers that end our stages
ENDS = ("block_2_add", "block_5_add", "block_12_add", "block_16_project_BN")
CONFIG = MobileNetV2Config(output_stride=32, batch_norm_epsilon=1e-5)


def _theirs(alpha=1.0):
    return keras.applications.MobileNetV2(
        input_shape=(97, 65, 3), alpha=alpha, include_top=False, weights=None
    )


@pytest.fixture(scope="module")
def theirs():
    return randomized(_theirs(), EPSILON)


def _translated(config, arrays):
    source, translation = KerasMobileNetV2(), Translation(arrays)
    assert source.recognizes(arrays)
    assert source.refusal(config, arrays) == ""
    source.translate(config, translation)
    return translation


def test_features_equal_those_of_keras_applications(theirs):
    # On odd sizes; on even ones theirs pads one side only.
    ours = build_blank(CONFIG)
    translation = _translated(CONFIG, arrays_of(theirs))
    _, fresh = fill(ours, translation.values)
    assert fresh == ()
    assert {name.split("/")[0] for name in translation.left} == {
        "Conv_1",
        "Conv_1_bn",
    }
    image = photograph(97, 65)
    outputs = [theirs.get_layer(end).output for end in ENDS]
    preprocess = keras.applications.mobilenet_v2.preprocess_input
    expected = keras.Model(theirs.input, outputs)(preprocess(image.copy()))
    features = ours(image)
    for key, value in zip(FEATURE_KEYS, expected, strict=True):
        scale = np.abs(value).max()
        np.testing.assert_allclose(
            features[key], value, atol=1e-4 * scale, err_msg=key
        )


def test_names_of_the_published_files_are_the_same_weights(theirs):
    arrays = arrays_of(theirs)
    of_2018 = {_of_2018(name): value for name, value in arrays.items()}
    assert "mobl16_conv_16_depthwise/depthwise_kernel" in of_2018
    assert "bn0_conv_0_bn_project/gamma" in of_2018
    expected = _translated(CONFIG, arrays).values
    values = _translated(CONFIG, of_2018).values
    assert values.keys() == expected.keys()
    for path, value in expected.items():
        np.testing.assert_array_equal(values[path], value, err_msg=path)


def test_the_published_file_is_found_and_read(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    config = MobileNetV2Config(alpha=0.35)
    theirs = randomized(_theirs(0.35), EPSILON)
    arrays = arrays_of(theirs)
    path = tmp_path / "models" / KerasMobileNetV2().published(config).name
    write_h5(path, {_of_2018(name): v for name, v in arrays.items()})
    # Keras reads the file too, by the order of its layers.
    again = _theirs(0.35)
    again.load_weights(path)
    for name, value in arrays_of(again).items():
        np.testing.assert_array_equal(arrays[name], value)
    ours = config.build(weights="imagenet")
    for path, value in _translated(config, arrays).values.items():
        np.testing.assert_array_equal(weights_by_path(ours)[path], value)
    receipt = receipt_of(ours)
    assert receipt.fresh == ()
    assert receipt.file.endswith("_0.35_224_no_top.h5")


def _of_2018(name):
    """Names of keras/applications/mobilenetv2.py of Keras 2.2."""
    layer, weight = name.split("/")
    match = re.fullmatch(r"(?:block_(\d+)|expanded_conv)_(\w+?)(_BN)?", layer)
    if not match:
        return name
    block, part, is_bn = match.groups()
    block = block or 0
    if is_bn:
        return f"bn{block}_conv_{block}_bn_{part}/{weight}"
    if part == "depthwise":
        weight = "depthwise_kernel"
    return f"mobl{block}_conv_{block}_{part}/{weight}"


@pytest.mark.parametrize(
    "alpha",
    [1.3, *(pytest.param(a, marks=SLOW) for a in (0.35, 0.5, 0.75, 1.4))],
)
def test_every_published_width_fills_a_backbone_of_that_width(alpha):
    config = MobileNetV2Config(alpha=alpha)
    arrays = {
        f"{layer.name}/{weight.name}": np.zeros(weight.shape, np.float32)
        for layer in _theirs(alpha).layers
        for weight in layer.weights
    }
    ours = build_blank(config)
    _, fresh = fill(ours, _translated(config, arrays).values)
    assert fresh == ()


def test_refuses_the_weights_of_another_width(theirs):
    config = MobileNetV2Config(alpha=0.35)
    values = _translated(config, arrays_of(theirs)).values
    with pytest.raises(WeightsError, match="stem/conv/kernel.*another width"):
        fill(build_blank(config), values)


def test_names_the_layer_that_a_file_lacks(theirs):
    arrays = arrays_of(theirs)
    del arrays["block_7_depthwise_BN/gamma"]
    with pytest.raises(WeightsError, match="block_7_depthwise_bn/gamma"):
        KerasMobileNetV2().translate(CONFIG, Translation(arrays))


def test_published_files_are_those_that_keras_names():
    published = KerasMobileNetV2().published(MobileNetV2Config(alpha=0.5))
    assert published.url == (
        keras.src.applications.mobilenet_v2.BASE_WEIGHT_PATH
        + "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.5_224_no_top.h5"
    )


def test_another_file_of_its_name_is_told_to_be_moved(tmp_path, monkeypatch):
    """Nobody publishes its hash, so it is the content that gives it away."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    config = MobileNetV2Config(alpha=0.35)
    path = tmp_path / "models" / KerasMobileNetV2().published(config).name
    path.parent.mkdir()
    path.write_text("something else")
    with pytest.raises(WeightsError, match="Move it away") as error:
        config.build(weights="imagenet")
    assert str(path) in str(error.value)


def test_nothing_is_published_for_a_width_of_ones_own():
    assert KerasMobileNetV2().published(MobileNetV2Config(alpha=0.6)) is None
