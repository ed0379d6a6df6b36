import re

import h5py
import keras
import numpy as np
import pytest
from keras.src.applications import resnet
from keras.src.legacy.saving.legacy_h5_format import (
    save_weights_to_hdf5_group,
)

from deeplab_family.backbones import FEATURE_KEYS, ResNetConfig
from deeplab_family.weights.files.read import read_arrays
from deeplab_family.weights.fill import fill
from deeplab_family.weights.sources.keras_resnet import KerasResNet
from deeplab_family.weights.translation import Translation
from tests.build_blank import build_blank
from tests.keras_arrays import photograph, randomized

EPSILON = 1.001e-5
MODELS = {
    50: keras.applications.ResNet50,
    101: keras.applications.ResNet101,
    152: keras.applications.ResNet152,
}
SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    "depth", [50, pytest.param(101, marks=SLOW), pytest.param(152, marks=SLOW)]
)
def test_features_equal_those_of_keras_applications(depth, tmp_path):
    theirs = MODELS[depth](
        include_top=False, weights=None, input_shape=(65, 97, 3)
    )
    randomized(theirs, EPSILON)
    config = ResNetConfig(
        depth=depth, output_stride=32, multi_grid=(1, 1, 1), extra_blocks=0
    )
    ours = build_blank(config)
    with h5py.File(tmp_path / "theirs.h5", "w") as file:
        save_weights_to_hdf5_group(file, theirs)
    translation = _translated(config, read_arrays(tmp_path / "theirs.h5"))
    _, fresh = fill(ours, translation.values)
    assert (fresh, translation.left) == ((), ())
    image = photograph(65, 97)
    ends = [
        f"conv{block + 2}_block{units}_out"
        for block, units in enumerate(config.units)
    ]
    outputs = [theirs.get_layer(end).output for end in ends]
    preprocess = keras.applications.resnet.preprocess_input
    expected = keras.Model(theirs.input, outputs)(preprocess(image.copy()))
    features = ours(image)
    for key, value in zip(FEATURE_KEYS, expected, strict=True):
        scale = np.abs(value).max()
        np.testing.assert_allclose(
            features[key], value, atol=1e-4 * scale, err_msg=key
        )


def _translated(config, arrays):
    source, translation = KerasResNet(), Translation(arrays)
    assert source.recognizes(arrays)
    assert source.refusal(config, arrays) == ""
    source.translate(config, translation)
    return translation


def _names(units=(3, 4, 6, 3), **more):
    """Names of a file, without values."""
    names = ["conv1_conv/kernel"] + [
        f"conv{block + 2}_block{unit + 1}_1_conv/kernel"
        for block, number in enumerate(units)
        for unit in range(number)
    ]
    return dict.fromkeys(names) | more


@pytest.mark.parametrize(
    ("fields", "names", "reason"),
    [
        ({"stem": "beta"}, _names(), "`stem='root'`"),
        ({"stride_placement": "3x3"}, _names(), "'first_1x1'"),
        ({"depth": 101}, _names(), r"\(3, 4, 6, 3\).*\(3, 4, 23, 3\)"),
        ({}, _names((3, 4, 36, 3)), "`depth` of the file"),
        (
            {},
            _names(**{"conv2_block1_preact_bn/gamma": None}),
            "ResNet v2",
        ),
    ],
)
def test_refuses_a_backbone_that_computes_something_else(fields, names, reason):
    refusal = KerasResNet().refusal(ResNetConfig(**fields), names)
    assert re.search(reason, refusal)


@pytest.mark.parametrize(
    "fields",
    [
        {"output_stride": 8, "multi_grid": (1, 2, 4)},
        {"output_stride": 8, "hybrid_dilation": "rf"},
        {"extra_blocks": 3, "extra_projection": True},
        {"first_unit_previous_rate": True},
        {"batch_norm_momentum": 0.9, "batch_norm_epsilon": 1e-3},
    ],
)
def test_takes_rates_and_blocks_behind_the_fourth(fields):
    config = ResNetConfig(**fields)
    assert KerasResNet().refusal(config, _names()) == ""


@pytest.mark.parametrize("depth", MODELS)
def test_published_files_are_those_that_keras_names(depth):
    published = KerasResNet().published(ResNetConfig(depth=depth))
    assert published.md5 == resnet.WEIGHTS_HASHES[f"resnet{depth}"][1]
    assert published.url == resnet.BASE_WEIGHTS_PATH + published.name


@pytest.mark.parametrize(
    "fields", [{"stem": "beta"}, {"stride_placement": "3x3"}]
)
def test_nothing_is_fetched_for_a_backbone_that_it_does_not_fit(fields):
    assert KerasResNet().published(ResNetConfig(**fields)) is None
