import dataclasses
import json

import keras
import numpy as np
import pytest

from deeplab_family.analysis import multiply_adds
from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import GALDNetConfig
from tests.build_blank import build_blank
from tests.contracts.any_size import assert_a_graph_answers_as_python
from tests.contracts.export import ExportContract
from tests.contracts.model import ModelContract
from tests.count_parameters import moving, trainable
from tests.deep_rows import deep_rows_are_slow
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig

TINY = GALDNetConfig(
    num_classes=3,
    backbone=SmallBackboneConfig(),
    padding="same",
    filters=16,
    dropout_rate=0.0,
)
# rows of the paper's tables 1(a), (b), (c) and (e), released formula last
VARIANTS = {
    "FCN": {"aggregation": None, "distribution": None},
    "+PSP": {"aggregation": "psp", "distribution": None},
    "+ASPP": {"aggregation": "aspp", "distribution": None},
    "+NL": {"aggregation": "non_local", "distribution": None},
    "+CGNL": {"aggregation": "cgnl", "distribution": None},
    "+LD": {"aggregation": None},
    "+PSP+LD": {"aggregation": "psp"},
    "+ASPP+LD": {"aggregation": "aspp"},
    "+NL+LD": {"aggregation": "non_local"},
    "+CGNL+LD": {},
    "Parallel": {"arrangement": "parallel"},
    "LDGA": {"arrangement": "ldga"},
    "bilinear": {"distribution": "bilinear"},
    "average": {"distribution": "average"},
    "released": {"extra_residual": True},
    "full range": {"mask_last_relu": False},
}


class TestGALDNet(ModelContract):
    config = TINY


class TestExport(ExportContract):
    @classmethod
    def make_model(cls):
        return randomize(TINY.build())


@pytest.mark.parametrize("name", VARIANTS)
def test_every_row_of_the_tables_is_a_config(name):
    config = dataclasses.replace(TINY, **VARIANTS[name])
    stored = json.loads(json.dumps(keras.saving.serialize_keras_object(config)))
    assert keras.saving.deserialize_keras_object(stored) == config
    model = build_blank(config)
    logits = model.compute_output_spec(keras.KerasTensor((1, 49, 33, 3)))
    assert logits.shape == (1, 49, 33, 3)
    gald = model.get_layer("gald")
    assert gald.arrangement == config.arrangement
    assert (gald.aggregation is None) == (config.aggregation is None)
    assert (gald.distribution is None) == (config.distribution is None)


@pytest.mark.parametrize("name", ["+PSP+LD", "+ASPP+LD", "+NL+LD", "Parallel"])
def test_inner_layers_travel_in_the_file(name, tmp_path):
    # On features alone, as the backbone is the same for all.
    config = dataclasses.replace(TINY, **VARIANTS[name])
    features = keras.Input((None, None, 16))
    model = randomize(keras.Model(features, config.gald()(features)))
    maps = np.random.default_rng(0).normal(size=(1, 17, 14, 16))
    expected = np.asarray(model(maps))
    model.save(tmp_path / "model.keras")
    revived = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(revived(maps), expected)


def test_the_paths_differ_where_the_paper_says_so():
    images = np.random.default_rng(0).uniform(0, 255, (1, 97, 97, 3))
    outputs, weights = {}, None
    for name in ("+CGNL+LD", "LDGA", "bilinear", "released"):
        model = randomize(dataclasses.replace(TINY, **VARIANTS[name]).build())
        if name in ("LDGA", "released"):
            model.set_weights(weights)
        weights = weights or model.get_weights()
        outputs[name] = np.asarray(model(images))
    gald = outputs.pop("+CGNL+LD")
    for name, output in outputs.items():
        assert np.abs(output - gald).max() > 1e-3 * np.abs(gald).max(), name


@pytest.mark.parametrize(
    ("depth", "weights", "statistics", "giga"),
    deep_rows_are_slow(
        [
            (50, 47_672_787, 60_672, 467.898),
            (101, 66_664_915, 112_896, 646.103),
        ]
    ),
)
def test_costs_of_the_released_network(depth, weights, statistics, giga):
    backbone = ResNetConfig(
        depth=depth, stem="beta", output_stride=8, stride_placement="3x3"
    )
    model = build_blank(GALDNetConfig(num_classes=19, backbone=backbone))
    assert trainable(model) == weights
    assert moving(model) == statistics
    assert round(multiply_adds(model, 769, 769) / 1e9, 3) == giga


@pytest.mark.parametrize(
    ("output_stride", "rates"),
    [(4, (24, 48, 72)), (8, (12, 24, 36)), (16, (6, 12, 18))],
)
def test_rates_of_its_pyramid_follow_the_output_stride(output_stride, rates):
    assert TINY.with_output_stride(output_stride).rates == rates


@pytest.mark.parametrize("arrangement", ["gald", "ldga", "parallel"])
def test_masks_come_with_the_logits_of_the_network(arrangement):
    config = dataclasses.replace(TINY, arrangement=arrangement)
    network = randomize(config.build())
    images = np.random.default_rng(0).uniform(0, 255, (1, 97, 65, 3))
    logits, masks = config.build_with_masks(network)(images)
    np.testing.assert_array_equal(logits, network(images))
    assert masks.shape == (1, 7, 5, 16)
    assert np.asarray(masks).min() >= 0.5 and np.asarray(masks).max() < 1


def test_no_masks_without_a_distribution():
    config = dataclasses.replace(TINY, distribution=None)
    with pytest.raises(ValueError, match="`distribution`"):
        config.build_with_masks()


def test_an_image_too_small_for_the_released_padding_is_named():
    model = dataclasses.replace(TINY, padding="valid").build()
    assert model(np.zeros((1, 225, 225, 3))).shape == (1, 225, 225, 3)
    with pytest.raises(ValueError, match="at least 225 pixels.*224 x 225"):
        model(np.zeros((1, 224, 225, 3)))


@pytest.mark.parametrize(
    ("fields", "side"),
    [
        ({}, 33),
        ({"aggregation": None}, 33),
        ({"aggregation": "psp", "distribution": "average"}, 17),
        ({"aggregation": "non_local", "distribution": "bilinear"}, 33),
        ({"arrangement": "ldga", "distribution": "average"}, 33),
        ({"arrangement": "parallel"}, 33),
    ],
    ids=str,
)
def test_smaller_images_are_refused_where_sizes_are_unknown(fields, side):
    config = dataclasses.replace(TINY, padding="valid", mask_ratio=2, **fields)
    model = randomize(config.build())
    assert_a_graph_answers_as_python(
        model,
        sizes=[(side, side), (side, side + 24)],
        refused=[(1, 1), (2, 3), (side - 1, side), (side, 1), (15, 97)],
    )


def test_the_network_in_training_and_that_with_masks_refuse_too():
    config = dataclasses.replace(TINY, padding="valid", mask_ratio=2)
    images = np.zeros((1, 32, 33, 3), "float32")
    for model in (config.build_for_training(), config.build_with_masks()):
        with pytest.raises(ValueError, match="at least 33 pixels.*32 x 33"):
            model(images, training=True)


def test_other_padding_has_the_same_weights_and_takes_any_size():
    """What the refusal advises."""
    config = dataclasses.replace(TINY, padding="valid")
    other = dataclasses.replace(config, padding="same")
    model = build_blank(other)
    model.set_weights(build_blank(config).get_weights())
    assert other.smallest_image == 1


@pytest.mark.parametrize(
    ("fields", "side"),
    [
        ({}, 225),
        ({"mask_ratio": 2}, 33),
        ({"distribution": None}, 33),
        ({"distribution": "average"}, 113),
        ({"distribution": "bilinear", "aggregation": "psp"}, 1),
        ({"distribution": None, "aggregation": "psp"}, 1),
        ({"padding": "same"}, 1),
    ],
    ids=str,
)
def test_smallest_image_is_the_smallest_that_works(fields, side):
    config = dataclasses.replace(TINY, **{"padding": "valid", **fields})
    assert config.smallest_image == side
    model = build_blank(config)
    assert model(np.zeros((1, side, side, 3))).shape == (1, side, side, 3)
    if side > 1:
        with pytest.raises(ValueError):
            model(np.zeros((1, side - 1, side, 3)))


@pytest.mark.parametrize(
    "fields",
    [
        {"num_classes": 0},
        {"aggregation": "danet"},
        {"distribution": "max"},
        {"arrangement": "series"},
        {"mask_ratio": 6},
        {"padding": "full"},
        {"filters": 24},
        {"dropout_rate": 1.0},
    ],
)
def test_refuses_senseless_values(fields):
    with pytest.raises(ValueError, match="must"):
        dataclasses.replace(TINY, **fields)


def test_refuses_half_a_parallel():
    with pytest.raises(ValueError, match="needs both"):
        dataclasses.replace(TINY, arrangement="parallel", aggregation=None)


def test_open_number_of_classes_cannot_build():
    with pytest.raises(ValueError, match="`num_classes`"):
        dataclasses.replace(TINY, num_classes=None).build()
