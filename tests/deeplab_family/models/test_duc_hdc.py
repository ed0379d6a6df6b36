import dataclasses

import keras
import numpy as np
import pytest

from deeplab_family.analysis import multiply_adds
from deeplab_family.backbones import (
    MobileNetV3Config,
    ResNetConfig,
)
from deeplab_family.losses import MaskedCrossEntropy
from deeplab_family.models import DUCHDCConfig
from tests.build_blank import build_blank
from tests.contracts.export import ExportContract
from tests.contracts.model import ModelContract
from tests.count_parameters import moving, trainable
from tests.deep_rows import deep_rows_are_slow
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig

SMALL = DUCHDCConfig(
    num_classes=3,
    backbone=SmallBackboneConfig(output_stride=8),
    atrous_rates=(1, 2),
)
WITHOUT_HDC = ResNetConfig(depth=101, output_stride=8, multi_grid=(1, 1, 1))


class TestDenseUpsampling(ModelContract):
    config = dataclasses.replace(SMALL, cell=2)
    # This backbone's last map has mean zero: at first only the bias learns.
    learning_rate = 0.5


class TestExport(ExportContract):
    @classmethod
    def make_model(cls):
        return randomize(SMALL.build())


@pytest.mark.parametrize(
    ("depth", "num_classes", "cell", "branches", "size", "weights", "giga"),
    deep_rows_are_slow(
        [
            (101, 19, 1, 4, 544, 132_158_272, 614.197),
            (101, 19, 1, 6, 544, 176_987_328, 821.476),
            (101, 19, 2, 4, 544, 64_914_688, 303.280),
            (101, 19, 2, 6, 880, 76_121_952, 929.218),
            (152, 21, 2, 4, 512, 82_917_760, 342.201),
            (101, 2, 1, 4, 320, 51_937_856, 84.179),
        ]
    ),
)
def test_parameters_and_multiply_adds(
    depth, num_classes, cell, branches, size, weights, giga
):
    config = DUCHDCConfig(
        num_classes=num_classes,
        backbone=dataclasses.replace(WITHOUT_HDC, depth=depth),
        cell=cell,
        atrous_rates=tuple(range(6, 6 * branches + 1, 6)),
    )
    model = build_blank(config)
    assert trainable(model) == weights
    assert moving(model) == {101: 105_344, 152: 151_424}[depth]
    assert billions(model, size) == giga


def test_parameters_and_multiply_adds_of_the_bilinear_baseline():
    model = build_blank(
        DUCHDCConfig(
            num_classes=19, backbone=WITHOUT_HDC, upsampling="bilinear"
        )
    )
    assert trainable(model) == 43_901_068
    assert billions(model, 544) == 206.118


def billions(model, size):
    return round(multiply_adds(model, size, size) / 1e9, 3)


def test_released_network_weighs_what_its_file_does():
    backbone = ResNetConfig(
        depth=101, stem="beta", output_stride=8, hybrid_dilation="tusimple"
    )
    model = build_blank(DUCHDCConfig(num_classes=19, backbone=backbone))
    assert trainable(model) == 65_038_464
    assert billions(model, 544) == 311.273
    assert round(4 * model.count_params() / 2**20, 1) == 248.5


@pytest.mark.parametrize(
    ("backbone", "fields"),
    [
        ({"output_stride": 4}, {"upsampling": "bilinear"}),
        ({"output_stride": 4}, {"cell": 1}),
        ({}, {"atrous_rates": (12,), "cell": 1}),
        ({"hybrid_dilation": "none"}, {}),
        ({"hybrid_dilation": "conv"}, {}),
        ({"hybrid_dilation": "rf"}, {}),
        ({"hybrid_dilation": "bigger"}, {}),
        ({"hybrid_dilation": "bigger", "depth": 152}, {}),
    ],
)
def test_rows_of_the_ablation_tables_build(backbone, fields):
    backbone = dataclasses.replace(WITHOUT_HDC, **backbone)
    model = build_blank(
        DUCHDCConfig(num_classes=19, backbone=backbone, **fields)
    )
    logits = model.compute_output_spec(keras.KerasTensor((1, 64, 96, 3)))
    assert logits.shape == (1, 64, 96, 19)


def test_newer_phones_serve_it_too():
    backbone = MobileNetV3Config(output_stride=8)
    model = build_blank(dataclasses.replace(SMALL, backbone=backbone))
    logits = model.compute_output_spec(keras.KerasTensor((1, 64, 96, 3)))
    assert logits.shape == (1, 64, 96, 3)


@pytest.mark.parametrize("upsampling", ["deconvolution", "two_deconvolutions"])
def test_deconvolutions_have_about_the_parameters_of_duc(upsampling):
    config = DUCHDCConfig(
        num_classes=19, backbone=WITHOUT_HDC, upsampling=upsampling
    )
    count = trainable(build_blank(config))
    np.testing.assert_allclose(count, 64_914_688, rtol=1e-3)


@pytest.mark.parametrize("size", [(64, 96), (61, 90)])
@pytest.mark.parametrize(
    "upsampling", ["bilinear", "deconvolution", "two_deconvolutions"]
)
def test_baselines_answer_at_full_size(upsampling, size):
    config = dataclasses.replace(
        SMALL, upsampling=upsampling, deconvolution_filters=4
    )
    image = np.random.default_rng(0).uniform(0, 255, (1, *size, 3))
    logits = np.asarray(randomize(config.build())(image))
    assert logits.shape == (1, *size, 3)
    assert np.isfinite(logits).all()


def test_cells_are_interpolated_between_their_middles():
    cells = dataclasses.replace(SMALL, upsample_logits=False)
    model = randomize(cells.build())
    full = dataclasses.replace(cells, upsample_logits=True).build()
    full.set_weights(model.get_weights())
    image = np.random.default_rng(0).uniform(0, 255, (1, 32, 48, 3))
    logits = np.asarray(model(image))
    assert logits.shape == (1, 16, 24, 3)
    down = 0.75 * logits[:, :-1] + 0.25 * logits[:, 1:]
    right = 0.75 * down[:, :, :-1] + 0.25 * down[:, :, 1:]
    np.testing.assert_allclose(full(image)[:, 1:-1:2, 1:-1:2], right, atol=1e-4)


@pytest.mark.parametrize("upsampling", ["dense", "bilinear"])
def test_small_logits_are_held_against_every_nth_label(upsampling):
    config = dataclasses.replace(
        SMALL, upsampling=upsampling, upsample_logits=False
    )
    logits = config.build()(np.zeros((1, 32, 48, 3)))
    labels = np.random.default_rng(0).integers(0, 3, (1, 32, 48))
    loss = MaskedCrossEntropy(label_downsampling="every_nth")(labels, logits)
    nth = 32 // logits.shape[1]
    taken = MaskedCrossEntropy()(labels[:, ::nth, ::nth], logits)
    assert nth > 1 and float(loss) == pytest.approx(float(taken))


def test_only_the_bilinear_baseline_changes_its_stride():
    config = dataclasses.replace(SMALL, upsampling="bilinear")
    other = config.with_output_stride(4)
    assert other.backbone.output_stride == 4
    assert other.atrous_rates == (2, 4)
    with pytest.raises(ValueError, match="belong to output stride 8"):
        SMALL.with_output_stride(4)


@pytest.mark.parametrize(
    "fields",
    [
        {"num_classes": 0},
        {"upsampling": "nearest"},
        {"cell": 3},
        {"cell": 0},
        {"deconvolution_filters": 0},
    ],
)
def test_refuses_senseless_values(fields):
    with pytest.raises(ValueError, match=f"`{next(iter(fields))}`"):
        dataclasses.replace(SMALL, **fields)


def test_open_number_of_classes_cannot_build():
    with pytest.raises(ValueError, match="`num_classes`"):
        DUCHDCConfig(num_classes=None).build()
