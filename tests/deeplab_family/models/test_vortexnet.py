import dataclasses

import keras
import numpy as np
import pytest

from deeplab_family.analysis import multiply_adds, utilisation_ratio
from deeplab_family.backbones import (
    MobileNetV3Config,
    ResNetConfig,
)
from deeplab_family.models import DeepLabV3Config, VortexNetConfig
from tests.build_blank import build_blank
from tests.contracts.model import ModelContract
from tests.count_parameters import moving, trainable
from tests.deep_rows import deep_rows_are_slow
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig

SMALL = VortexNetConfig(
    num_classes=3,
    backbone=SmallBackboneConfig(),
    filters=16,
    dropout_rate=0.0,
)


class TestVortex(ModelContract):
    config = SMALL


class TestModuleA(ModelContract):
    config = dataclasses.replace(SMALL, module="module_a", border="exclude")


@pytest.mark.parametrize(
    ("depth", "module", "weights", "statistics", "giga"),
    deep_rows_are_slow(
        [
            (50, "vortex", 43_242_837, 56_192, 183.475),
            (101, "vortex", 62_234_965, 108_416, 263.496),
            (50, "module_a", 39_048_533, 56_192, 165.754),
            (101, "module_a", 58_040_661, 108_416, 245.775),
            (50, "aspp", 39_048_533, 56_192, 165.754),
            (50, "aspp+", 43_242_837, 56_192, 183.475),
        ]
    ),
)
def test_parameters_and_multiply_adds(depth, module, weights, statistics, giga):
    backbone = ResNetConfig(depth=depth, output_stride=8)
    config = VortexNetConfig(num_classes=21, backbone=backbone, module=module)
    model = build_blank(config)
    assert trainable(model) == weights
    assert moving(model) == statistics
    assert round(multiply_adds(model, 513, 513) / 1e9, 3) == giga


@pytest.mark.parametrize(
    "fields",
    [
        {"module": "aspp"},
        {"module": "aspp+"},
        *({"module": "module_a", "region_size": k} for k in (5, 9, 13)),
        {"border": "exclude"},
        {"image_pooling": False},
        {"project": False},
        {"backbone": MobileNetV3Config()},
    ],
    ids=str,
)
def test_every_row_of_the_papers_table_builds(fields):
    model = dataclasses.replace(SMALL, **fields).build()
    images = keras.KerasTensor((1, 70, 51, 3))
    assert model.compute_output_spec(images).shape == (1, 70, 51, 3)


@pytest.mark.parametrize(
    ("fields", "ratio"),
    [
        ({"module": "aspp"}, 0.0059),
        ({"module": "module_a"}, 0.1479),
        ({"module": "module_a", "region_size": 9}, 0.4793),
        ({}, 1.0),
    ],
    ids=str,
)
def test_utilisation_ratios_are_those_of_the_paper(fields, ratio):
    config = VortexNetConfig(num_classes=21, **fields)
    seen = utilisation_ratio((65, 65), **config.pyramid)
    assert round(seen, 4) == ratio


def test_the_aspp_row_is_deeplabv3():
    shared = {"num_classes": 3, "backbone": SMALL.backbone, "filters": 16}
    ours = randomize(VortexNetConfig(module="aspp", **shared).build())
    theirs = DeepLabV3Config(**shared).build()
    theirs.set_weights(ours.get_weights())
    image = np.random.default_rng(0).uniform(0, 255, (1, 65, 49, 3))
    np.testing.assert_array_equal(ours(image), theirs(image))


def test_rates_follow_the_output_stride_and_windows_do_not():
    config = VortexNetConfig(num_classes=3, module="module_a")
    assert config.pyramid["atrous_rates"] == (12, 24, 36)
    other = config.with_output_stride(16)
    assert other.pyramid["atrous_rates"] == (6, 12, 18)
    assert other.pyramid["windows"] == (5, 5, 5, 5)
    vortex = VortexNetConfig(num_classes=3)
    assert vortex.with_output_stride(16).pyramid == vortex.pyramid


@pytest.mark.parametrize(
    "fields",
    [
        {"num_classes": 0},
        {"filters": 0},
        {"module": "module_b"},
        {"region_size": 4},
        {"atrous_rates": (6, 12, 18)},
        {"border": "reflect"},
        {"dropout_rate": 1.0},
    ],
    ids=str,
)
def test_refuses_senseless_values(fields):
    with pytest.raises(ValueError, match=f"`{next(iter(fields))}`"):
        dataclasses.replace(SMALL, **fields)


def test_open_number_of_classes_cannot_build():
    with pytest.raises(ValueError, match="`num_classes`"):
        VortexNetConfig(num_classes=None).build()
