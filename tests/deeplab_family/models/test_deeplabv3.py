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
from deeplab_family.models import DeepLabV3Config
from tests.build_blank import build_blank
from tests.contracts.model import ModelContract
from tests.count_parameters import moving, trainable
from tests.deep_rows import deep_rows_are_slow
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig


class TestMobile(ModelContract):
    config = DeepLabV3Config(
        num_classes=3,
        backbone=SmallBackboneConfig(),
        filters=16,
        dropout_rate=0.0,
    )


@pytest.mark.slow
class TestMobileNetV3(ModelContract):
    config = DeepLabV3Config(
        num_classes=3,
        backbone=MobileNetV3Config(
            size="small", alpha=0.35, batch_norm_momentum=0.9
        ),
        filters=16,
        dropout_rate=0.0,
    )


@pytest.mark.slow
class TestResNet50(ModelContract):
    config = DeepLabV3Config(
        num_classes=3,
        backbone=ResNetConfig(batch_norm_momentum=0.9),
        filters=16,
        dropout_rate=0.0,
        extra_conv=True,
    )


class TestWithoutPyramid(ModelContract):
    config = DeepLabV3Config(
        num_classes=3,
        backbone=SmallBackboneConfig(),
        head="cascade",
    )
    # This backbone's last map has mean zero: at first only the bias learns.
    learning_rate = 0.5


@pytest.mark.parametrize(
    ("depth", "stem", "weights", "statistics", "gigas"),
    deep_rows_are_slow(
        [
            (50, "root", 39_048_533, 56_192, (49.618, 165.754)),
            (50, "beta", 39_172_309, 56_576, (56.756, 172.892)),
            (101, "root", 58_040_661, 108_416, (70.243, 245.775)),
            (101, "beta", 58_164_437, 108_800, (77.382, 252.913)),
            (152, "root", 73_684_309, 154_496, (90.723, 311.675)),
        ]
    ),
)
def test_parameters_and_multiply_adds(depth, stem, weights, statistics, gigas):
    for output_stride, expected in zip((16, 8), gigas, strict=True):
        backbone = ResNetConfig(
            depth=depth, stem=stem, output_stride=output_stride
        )
        model = build_blank(DeepLabV3Config(num_classes=21, backbone=backbone))
        assert trainable(model) == weights
        assert moving(model) == statistics
        assert billions(model, 513) == expected


def test_cityscapes_parameters_and_multiply_adds():
    backbone = ResNetConfig(depth=101)
    model = build_blank(DeepLabV3Config(num_classes=19, backbone=backbone))
    assert trainable(model) == 58_040_147
    assert billions(model, 769) == 155.127


@pytest.mark.parametrize(
    ("depth", "extra_blocks", "weights", "giga"),
    deep_rows_are_slow(
        [
            (50, 0, 23_551_061, 33.315),
            (50, 1, 36_938_837, 47.874),
            (50, 2, 50_326_613, 62.433),
            (50, 3, 63_714_389, 76.993),
            (101, 0, 42_543_189, 53.941),
            (101, 1, 55_930_965, 68.500),
            (101, 2, 69_318_741, 83.059),
            (101, 3, 82_706_517, 97.618),
        ]
    ),
)
def test_cascade_parameters_and_multiply_adds(
    depth, extra_blocks, weights, giga
):
    model = build_blank(cascade(depth=depth, extra_blocks=extra_blocks))
    assert trainable(model) == weights
    statistics = {50: 53_120, 101: 105_344}[depth]
    assert moving(model) == statistics + 18_432 * extra_blocks
    assert billions(model, 513) == giga


@pytest.mark.parametrize(
    ("output_stride", "giga", "size"),
    [
        (8, 271.961, 65),
        (32, 32.918, 17),
        (64, 24.567, 9),
        (128, 23.067, 5),
        (256, 22.852, 3),
    ],
)
def test_cascade_at_the_output_strides_of_table_1(output_stride, giga, size):
    config = cascade(
        extra_blocks=3, output_stride=output_stride, multi_grid=(1, 1, 1)
    )
    model = build_blank(dataclasses.replace(config, upsample_logits=False))
    assert trainable(model) == 63_714_389
    assert billions(model, 513) == giga
    logits = model.compute_output_spec(keras.KerasTensor((1, 513, 513, 3)))
    assert logits.shape == (1, size, size, 21)


def cascade(**backbone):
    return DeepLabV3Config(
        num_classes=21, backbone=ResNetConfig(**backbone), head="cascade"
    )


def billions(model, size):
    return round(multiply_adds(model, size, size) / 1e9, 3)


@pytest.mark.parametrize(
    "fields",
    [
        {"atrous_rates": (6, 12, 18, 24), "image_pooling": False},
        {"image_pooling": False},
        {"backbone": ResNetConfig(multi_grid=(1, 1, 1))},
        {"backbone": ResNetConfig(multi_grid=(1, 2, 1))},
        {"backbone": ResNetConfig(multi_grid=(2, 2, 2), extra_blocks=3)},
    ],
)
def test_rows_of_the_ablation_tables_build(fields):
    model = build_blank(DeepLabV3Config(num_classes=21, **fields))
    logits = model.compute_output_spec(keras.KerasTensor((1, 65, 97, 3)))
    assert logits.shape == (1, 65, 97, 21)


def test_upsampling_the_logits_needs_no_weights():
    small = dataclasses.replace(TestMobile.config, upsample_logits=False)
    model = randomize(small.build())
    full = dataclasses.replace(small, upsample_logits=True).build()
    full.set_weights(model.get_weights())
    image = np.random.default_rng(0).uniform(0, 255, (1, 65, 97, 3))
    logits = np.asarray(model(image))
    assert logits.shape == (1, 5, 7, 3)
    np.testing.assert_allclose(full(image)[:, ::16, ::16], logits, atol=1e-5)


def test_small_logits_learn_from_downsampled_labels():
    keras.utils.set_random_seed(0)
    model = dataclasses.replace(
        TestMobile.config, upsample_logits=False
    ).build()
    loss = MaskedCrossEntropy(label_downsampling="align_corners")
    model.compile(keras.optimizers.SGD(0.05, 0.9), loss)
    images = np.random.default_rng(0).uniform(0, 255, (2, 65, 97, 3))
    labels = (images[..., 0] > 127).astype("uint8")
    losses = [model.train_on_batch(images, labels) for _ in range(6)]
    assert losses[-1] < 0.8 * losses[0]


@pytest.mark.parametrize(
    ("output_stride", "rates"),
    [(4, (24, 48, 72)), (8, (12, 24, 36)), (16, (6, 12, 18)), (32, (3, 6, 9))],
)
def test_rates_follow_the_output_stride(output_stride, rates):
    backbone = ResNetConfig(output_stride=output_stride)
    config = DeepLabV3Config(num_classes=21, backbone=backbone)
    assert config.rates == rates


def test_given_rates_stay_and_scale_with_a_change_of_stride():
    config = DeepLabV3Config(num_classes=21, atrous_rates=(6, 12, 18, 24))
    assert config.rates == (6, 12, 18, 24)
    assert config.with_output_stride(8).rates == (12, 24, 36, 48)


def test_no_rates_stay_no_rates():
    config = DeepLabV3Config(num_classes=21, atrous_rates=())
    assert config.with_output_stride(8).rates == ()


def test_refuses_rates_of_half_a_pixel():
    config = DeepLabV3Config(num_classes=21, atrous_rates=(3, 5))
    with pytest.raises(ValueError, match="no whole pixels"):
        config.with_output_stride(32)


@pytest.mark.parametrize(
    "fields",
    [
        {"num_classes": 0},
        {"filters": 0},
        {"dropout_rate": 1.0},
        {"head": "crf"},
    ],
)
def test_refuses_senseless_values(fields):
    config = DeepLabV3Config(num_classes=21)
    with pytest.raises(ValueError, match=f"`{next(iter(fields))}`"):
        dataclasses.replace(config, **fields)


def test_open_number_of_classes_cannot_build():
    with pytest.raises(ValueError, match="`num_classes`"):
        DeepLabV3Config(num_classes=None).build()
