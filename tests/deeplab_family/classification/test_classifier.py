import dataclasses

import keras
import numpy as np
import pytest

from deeplab_family.backbones import MobileNetV2Config, ResNetGCNConfig
from deeplab_family.classification import Classifier, ClassifierConfig
from deeplab_family.classification.classifier_config import SCORES
from deeplab_family.inference import (
    KerasPredictor,
    ModelFileError,
    load_keras_model,
)
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig

SMALL = ClassifierConfig(num_classes=7, backbone=SmallBackboneConfig())
IMAGES = np.random.default_rng(3).integers(0, 256, (2, 40, 33, 3), np.uint8)


def test_scores_are_a_dense_layer_of_the_mean_of_the_last_map():
    model = SMALL.build()
    randomize(model)
    kernel, bias = model.get_layer("class_scores").get_weights()
    backbone = model.get_layer("small_backbone")
    last = keras.ops.convert_to_numpy(backbone(IMAGES)["res5"])
    want = last.mean(axis=(1, 2)) @ kernel + bias
    np.testing.assert_allclose(model(IMAGES), want, rtol=1e-5, atol=1e-5)


def test_parameters_of_the_paper_s_classifier():
    """Backbone of 20,496,780 trainable ones, and 2,048 x 1,000 + 1,000."""
    model = ClassifierConfig(num_classes=1000).build()
    count = sum(int(np.prod(v.shape)) for v in model.trainable_variables)
    assert count == 20_496_780 + 2_048 * 1_000 + 1_000
    kernel = model.get_layer("class_scores").kernel.numpy()
    assert abs(kernel.std() / np.sqrt(2 / 2048) - 1) < 0.02  # He's


def test_a_file_brings_config_classes_and_weights_back(tmp_path):
    model = SMALL.build()
    model.class_names = tuple("gfedcba")
    randomize(model)
    model.save(tmp_path / "model.keras")
    loaded = load_keras_model(tmp_path / "model.keras")
    assert type(loaded) is Classifier
    assert loaded.config == SMALL
    assert loaded.class_names == tuple("gfedcba")
    np.testing.assert_array_equal(model(IMAGES), loaded(IMAGES))


def test_it_stands_on_other_backbones_and_strides():
    config = ClassifierConfig(
        num_classes=3,
        backbone=MobileNetV2Config(alpha=0.35, output_stride=32),
        dropout_rate=0.2,
    )
    model = config.build()
    last_map = keras.Model(model.inputs, model.get_layer("pooling").input)
    kernel, bias = model.get_layer(SCORES).get_weights()
    expected = last_map(IMAGES).numpy().mean((1, 2)) @ kernel + bias
    np.testing.assert_allclose(model(IMAGES), expected, rtol=1e-4, atol=1e-5)
    assert config.with_output_stride(8).backbone.output_stride == 8


def test_scores_are_float32_under_mixed_precision():
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        assert SMALL.build()(IMAGES).dtype == "float32"
    finally:
        keras.config.set_dtype_policy("float32")


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"num_classes": 0}, "`num_classes`"), ({"dropout_rate": 1}, "rate < 1")],
)
def test_values_out_of_range_are_refused(fields, words):
    with pytest.raises(ValueError, match=words):
        dataclasses.replace(SMALL, **fields)


def test_without_a_number_of_classes_nothing_is_built():
    config = ClassifierConfig(num_classes=None)
    assert config.backbone == ResNetGCNConfig()
    with pytest.raises(ValueError, match="`num_classes` must be an int"):
        config.build()


def test_names_must_be_one_a_class():
    model = SMALL.build()
    for names in ("ab", "aabcdef"):
        with pytest.raises(ValueError, match="7 different names"):
            model.class_names = tuple(names)


def test_it_is_told_apart_from_a_segmentation_model():
    with pytest.raises(ModelFileError, match="this is a classifier: .*--weigh"):
        KerasPredictor(SMALL.build())
