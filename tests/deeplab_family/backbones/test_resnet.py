import dataclasses
import warnings

import keras
import numpy as np
import pytest

from deeplab_family.analysis import multiply_adds
from deeplab_family.backbones import ResNetConfig
from tests.build_blank import build_blank
from tests.contracts.backbone import BackboneContract
from tests.count_parameters import moving, trainable
from tests.randomize import randomize


class TestResNet(BackboneContract):
    config = ResNetConfig(depth=50, multi_grid=(1, 2, 1))


class TestStrideOn3x3(BackboneContract):
    config = ResNetConfig(
        depth=50,
        multi_grid=(1, 2, 1),
        stride_placement="3x3",
        first_unit_previous_rate=True,
    )


def test_low_level_residual_is_of_the_second_unit_and_changes_no_other():
    config = ResNetConfig(output_stride=32)
    plain = randomize(config.build())
    tapped = dataclasses.replace(config, low_level="residual").build()
    tapped.set_weights(plain.get_weights())
    images = np.random.default_rng(0).uniform(0, 255, (1, 33, 49, 3))
    expected, features = plain(images), tapped(images)
    for key in ("res3", "res4", "res5"):
        np.testing.assert_array_equal(features[key], expected[key])
    first, second = (f"block1_unit{unit}" for unit in (1, 2))
    inside = keras.Model(
        plain.input, [plain.get_layer(name).output for name in (first, second)]
    )
    before, after = (np.asarray(x) for x in inside(images))
    residual = np.asarray(features["res2"])
    np.testing.assert_allclose(
        np.maximum(before + residual, 0), after, atol=1e-4 * after.max()
    )
    assert residual.min() < 0


def test_torchvision_places_its_rates_so():
    backbone = ResNetConfig(
        output_stride=8,
        multi_grid=(1, 1, 1),
        stride_placement="3x3",
        first_unit_previous_rate=True,
    )
    assert backbone.rates[2:] == ((1, 2, 2, 2, 2, 2), (2, 4, 4))


@pytest.mark.parametrize(
    ("depth", "stem", "weights", "statistics", "millions"),
    [
        (50, "root", 23_508_032, 53_120, 3_856),
        (50, "beta", 23_631_808, 53_504, 5_211),
        (101, "root", 42_500_160, 105_344, 7_568),
        (101, "beta", 42_623_936, 105_728, 8_923),
        (152, "root", 58_143_808, 151_424, 11_280),
        (152, "beta", 58_267_584, 151_808, 12_636),
    ],
)
def test_parameters_and_multiply_adds(
    depth, stem, weights, statistics, millions
):
    config = ResNetConfig(depth=depth, stem=stem, output_stride=32)
    model = build_blank(config)
    assert trainable(model) == weights
    assert moving(model) == statistics
    assert round(multiply_adds(model, 224, 224) / 1e6) == millions


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
    rates = ResNetConfig(output_stride=8, multi_grid=(1, 2, 4)).rates
    assert rates == ((1,) * 3, (1,) * 4, (2,) * 6, (4, 8, 16))


def test_units_have_the_rates_of_the_config():
    config = ResNetConfig(output_stride=8, block3_rates=(1, 2, 5, 9, 1, 2))
    model = build_blank(config)
    for block, rates in enumerate(config.rates):
        for unit, rate in enumerate(rates):
            layer = model.get_layer(f"block{block + 1}_unit{unit + 1}")
            assert layer.dilation_rate == rate


@pytest.mark.parametrize(
    ("output_stride", "extra_rates"),
    [
        (4, (16, 32, 64)),
        (8, (8, 16, 32)),
        (16, (4, 8, 16)),
        (32, (2, 4, 8)),
        (64, (1, 2, 4)),
        (128, (1, 1, 2)),
        (256, (1, 1, 1)),
    ],
)
def test_cascade_has_the_rates_of_the_papers_table(output_stride, extra_rates):
    config = ResNetConfig(
        output_stride=output_stride, multi_grid=(1, 1, 1), extra_blocks=3
    )
    assert config.rates[4:] == tuple((rate,) * 3 for rate in extra_rates)
    assert config.last_feature == "res8"
    assert config.feature_strides["res8"] == output_stride


def test_multi_grid_multiplies_every_block_of_the_cascade():
    config = ResNetConfig(multi_grid=(1, 2, 1), extra_blocks=3)
    assert config.rates[3:] == ((2, 4, 2), (4, 8, 4), (8, 16, 8), (16, 32, 16))


def test_dilated_cascade_subsampled_equals_the_strided_one():
    strided = ResNetConfig(output_stride=64, extra_blocks=1)
    dilated = dataclasses.replace(strided, output_stride=16)
    model, dense = randomize(strided.build()), dilated.build()
    dense.set_weights(model.get_weights())
    images = np.random.default_rng(0).uniform(0, 255, (1, 97, 66, 3))
    expected = np.asarray(model(images)["res6"])
    output = np.asarray(dense(images)["res6"])[:, ::4, ::4]
    scale = np.abs(expected).max()
    np.testing.assert_allclose(output, expected, atol=1e-4 * scale)


@pytest.mark.parametrize(
    ("projection", "added"), [(False, 13_387_776), (True, 17_586_176)]
)
def test_parameters_of_an_extra_block(projection, added):
    config = ResNetConfig(extra_blocks=1, extra_projection=projection)
    assert trainable(build_blank(config)) == 23_508_032 + added


def test_given_rates_win_over_the_named_ones():
    config = ResNetConfig(
        depth=101,
        output_stride=8,
        hybrid_dilation="conv",
        block4_rates=(4, 1, 4),
    )
    assert config.rates[2][:3] == (2, 1, 2)
    assert config.rates[3] == (4, 1, 4)


def test_given_rates_look_at_the_same_pixels_at_another_stride():
    config = ResNetConfig(
        output_stride=8,
        block3_rates=(1, 2, 5, 1, 2, 5),
        block4_rates=(3, 4, 5),
    )
    with pytest.warns(UserWarning, match="gridding"):  # of the finer map
        other = config.with_output_stride(4)
    assert other.rates[2:] == ((2, 4, 10, 2, 4, 10), (6, 8, 10))
    coarse, fine = randomize(config.build()), other.build()
    fine.set_weights(coarse.get_weights())
    images = np.random.default_rng(0).uniform(0, 255, (1, 65, 65, 3))
    expected = np.asarray(coarse(images)["res5"])
    output = np.asarray(fine(images)["res5"])[:, ::2, ::2]
    scale = np.abs(expected).max()
    np.testing.assert_allclose(output, expected, atol=1e-4 * scale)


def test_rates_with_holes_are_warned_about():
    with pytest.warns(UserWarning, match="leave 36 of 73 pixels"):
        ResNetConfig(
            output_stride=8, block3_rates=(2,) * 6, block4_rates=(8, 8, 8)
        )


@pytest.mark.parametrize("depth", [101, 152])
@pytest.mark.parametrize("name", ["none", "conv", "rf", "bigger", "tusimple"])
def test_hybrid_rates_leave_no_holes_to_warn_about(name, depth):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ResNetConfig(depth=depth, output_stride=8, hybrid_dilation=name)


def test_hybrid_backbone_survives_serialization():
    config = ResNetConfig(
        depth=101,
        output_stride=8,
        hybrid_dilation="rf",
        block4_rates=(1, 2, 3),
        extra_blocks=2,
    )
    stored = keras.saving.serialize_keras_object(config)
    assert keras.saving.deserialize_keras_object(stored) == config


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"depth": 34}, "`depth`"),
        ({"stem": "gamma"}, "`stem`"),
        ({"low_level": "units"}, "`low_level`"),
        ({"multi_grid": (1, 2)}, "`multi_grid`"),
        ({"multi_grid": (0, 1, 1)}, "`multi_grid`"),
        ({"extra_blocks": 4}, "`extra_blocks`"),
        ({"hybrid_dilation": "wild"}, "`hybrid_dilation`"),
        ({"block3_rates": (1, 2)}, "`block3_rates` must hold 6"),
        ({"block4_rates": (1, 0, 1)}, "`block4_rates`"),
        ({"extra_blocks": 1, "output_stride": 128}, "`output_stride`"),
    ],
)
def test_refuses_what_it_does_not_know(arguments, word):
    with pytest.raises(ValueError, match=word):
        ResNetConfig(**arguments)
