import dataclasses

import keras
import numpy as np
import pytest

from deeplab_family.analysis import multiply_adds
from deeplab_family.backbones import (
    MobileNetV3Config,
    ResNetConfig,
    ResNetGCNConfig,
)
from deeplab_family.models import GCNConfig
from tests.build_blank import build_blank
from tests.contracts.model import ModelContract
from tests.count_parameters import moving, trainable
from tests.deep_rows import deep_rows_are_slow
from tests.plain_convolution import convolve
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig

PHONE = SmallBackboneConfig(output_stride=32)
SMALL = GCNConfig(num_classes=3, backbone=PHONE, kernel_size=5)


class TestMobile(ModelContract):
    config = SMALL


class TestBaseline(ModelContract):
    config = dataclasses.replace(
        SMALL,
        head="conv1x1",
        boundary_refinement=False,
        upsampling="bilinear",
    )


STATISTICS = {50: 53_120, 101: 105_344, 152: 151_424}
NOT_REFINED = {"boundary_refinement": False}


@pytest.mark.parametrize(
    ("depth", "fields", "weights", "giga"),
    deep_rows_are_slow(
        [
            (50, {}, 26_087_588, 28.948),
            (101, {}, 45_079_716, 48.343),
            (152, {}, 60_723_364, 67.737),
            (152, NOT_REFINED, 60_651_544, 64.793),
            (152, {"head": "conv1x1", **NOT_REFINED}, 58_259_812, 59.715),
            (
                152,
                {"head": "trivial", "kernel_size": 7, **NOT_REFINED},
                62_130_532,
                67.643,
            ),
            (
                152,
                {"head": "stack", "kernel_size": 7, **NOT_REFINED},
                159_182_692,
                138.346,
            ),
            (152, {"num_classes": 19, "kernel_size": 25}, 61_952_016, 170.197),
        ]
    ),
)
def test_parameters_and_multiply_adds(depth, fields, weights, giga):
    backbone = ResNetConfig(depth=depth, output_stride=32, multi_grid=(1, 1, 1))
    config = GCNConfig(**{"num_classes": 21, "backbone": backbone, **fields})
    model = build_blank(config)
    assert trainable(model) == weights
    assert moving(model) == STATISTICS[depth]
    # The paper's crops of Cityscapes are larger, and so is its k.
    size = 800 if config.num_classes == 19 else 512
    assert round(multiply_adds(model, size, size) / 1e9, 3) == giga


def test_parameters_on_the_papers_own_backbone():
    model = build_blank(GCNConfig(num_classes=21, backbone=ResNetGCNConfig()))
    # Its maps are as wide as a ResNet's, so the rest costs as much there.
    assert trainable(model) == 20_496_780 + 26_087_588 - 23_508_032


@pytest.mark.parametrize(
    "fields",
    [
        *({"kernel_size": k, **NOT_REFINED} for k in (3, 7, 15)),
        *({"head": "trivial", "kernel_size": k} for k in (3, 9)),
        *({"head": "stack", "stack_channels": m} for m in (1024, 210)),
        {"head": "stack", "kernel_size": 11},
        {"head": "conv1x1", "upsampling": "bilinear"},
        {"deconvolution_kernel": 3},
        {"backbone": MobileNetV3Config(output_stride=32)},
    ],
    ids=str,
)
def test_every_row_of_the_papers_tables_builds(fields):
    model = dataclasses.replace(SMALL, **fields).build()
    images = keras.KerasTensor((1, 70, 51, 3))
    assert model.compute_output_spec(images).shape == (1, 70, 51, 3)


def test_scores_are_added_up_as_in_figure_2():
    model = randomize(SMALL.build())
    image = np.random.default_rng(0).uniform(0, 255, (1, 39, 66, 3))
    backbone = model.get_layer("small_backbone")
    features = {
        key: np.asarray(value)[0] for key, value in backbone(image).items()
    }
    expected = _decode(model, features, image[0])
    output = np.asarray(model(image))[0]
    scale = np.abs(expected).max()
    np.testing.assert_allclose(output, expected, atol=1e-4 * scale)


def _decode(model, features, image):
    def convolved(x, layer):
        return convolve(x, np.asarray(layer.kernel)) + np.asarray(layer.bias)

    def scores(key):
        layer = model.get_layer(f"{key}_scores")
        paths = [
            convolved(convolved(features[key], first), second)
            for first, second in (layer.columns_first, layer.rows_first)
        ]
        return refined(sum(paths), f"{key}_refinement")

    def refined(x, name):
        layer = model.get_layer(name)
        seen = np.maximum(convolved(x, layer.look), 0)
        return x + convolved(seen, layer.correct)

    def doubled(x, name, reference):
        kernel = np.asarray(model.get_layer(f"{name}_doubling").conv.kernel)
        height, width, classes = x.shape
        spread = np.zeros((2 * height + 2, 2 * width + 2, classes))
        for row, column in np.ndindex(height, width):
            spread[2 * row : 2 * row + 4, 2 * column : 2 * column + 4] += (
                kernel @ x[row, column]
            )
        height, width = reference.shape[:2]
        return spread[1 : 1 + height, 1 : 1 + width]

    x = scores("res5")
    for key in ("res4", "res3", "res2"):
        x = doubled(x, key, features[key]) + scores(key)
        x = refined(x, f"{key}_sum_refinement")
    x = refined(doubled(x, "half", image[::2, ::2]), "half_refinement")
    return refined(doubled(x, "full", image), "full_refinement")


@pytest.mark.parametrize("output_stride", [4, 16])
def test_kernels_look_at_the_same_pixels_at_another_stride(output_stride):
    model = randomize(SMALL.build())
    other = model.with_output_stride(output_stride)
    image = np.random.default_rng(0).uniform(0, 255, (1, 65, 97, 3))
    expected, dense = (
        np.asarray(_deepest_scores(network)(image))
        for network in (model, other)
    )
    step = 32 // output_stride
    np.testing.assert_allclose(
        dense[:, ::step, ::step],
        expected,
        atol=1e-4 * np.abs(expected).max(),
    )


def _deepest_scores(model):
    return keras.Model(model.input, model.get_layer("res5_refinement").output)


@pytest.mark.parametrize("head", ["gcn", "conv1x1", "trivial", "stack"])
def test_fresh_logits_hold_no_opinion(head):
    keras.utils.set_random_seed(0)
    model = dataclasses.replace(SMALL, head=head).build()
    logits = model(np.full((1, 65, 65, 3), 200.0))
    assert np.abs(np.asarray(logits)).max() < 0.5


@pytest.mark.parametrize(
    "fields",
    [
        {"num_classes": 0},
        {"kernel_size": 4},
        {"kernel_size": 1, "head": "stack"},
        {"stack_channels": 0},
        {"head": "gnc"},
        {"upsampling": "nearest"},
        {"deconvolution_kernel": 2},
    ],
    ids=str,
)
def test_refuses_senseless_values(fields):
    with pytest.raises(ValueError, match=f"`{next(iter(fields))}`"):
        dataclasses.replace(SMALL, **fields)


def test_open_number_of_classes_cannot_build():
    with pytest.raises(ValueError, match="`num_classes`"):
        GCNConfig(num_classes=None).build()
