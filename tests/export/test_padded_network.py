import dataclasses

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference import KerasPredictor, load_predictor
from export import ARTIFACTS, ExportSettings, export_model
from export.artifacts import default_artifacts
from export.onnx.exporter import export_onnx
from export.padded_network import (
    CutTo,
    PadToMultiple,
    multiple_of,
    needed_multiple,
    pad_images,
    padded_network,
    unpadded,
)
from input_pipeline.sample import MEAN_PIXEL
from tests.export.tiny_network import draw_images, make_network, save_images
from tests.small_networks import NETWORKS
from tests.small_unet import small_unet


def plain_unet():
    """As somebody writes it: four poolings, skips, no class of ours."""
    layers = keras.layers
    keras.utils.set_random_seed(1)

    def twice(x, filters):
        for _ in range(2):
            x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
            x = layers.ReLU()(layers.BatchNormalization()(x))
        return x

    images = keras.Input((None, None, 3))
    x, skips = layers.Rescaling(1 / 255)(images), []
    for filters in (4, 4, 8, 8):
        x = twice(x, filters)
        skips.append(x)
        x = layers.MaxPooling2D()(x)
    x = twice(x, 8)
    for skip in reversed(skips):
        x = layers.Concatenate()([layers.UpSampling2D()(x), skip])
        x = twice(x, skip.shape[-1])
    return keras.Model(images, layers.Conv2D(5, 1)(x))


def inverted_network():
    """Refuses even sides: no padding to a multiple helps every image."""
    images = keras.Input((None, None, 3))
    x = keras.layers.ZeroPadding2D(((0, 1), (0, 1)))(images)
    return keras.Model(images, keras.layers.MaxPooling2D()(x))


@pytest.mark.parametrize(
    ("build", "multiple"),
    [
        (plain_unet, 16),
        (small_unet, 8),
        (lambda: small_unet(skips=False), 8),
        (lambda: small_unet((48, 64)), 1),
        (make_network, 1),
        (NETWORKS["gald_valid"].build, 1),
        (inverted_network, 1),
    ],
    ids=["unet", "skips", "no_skips", "fixed", "any", "minimum", "none"],
)
def test_the_multiple_is_found_by_asking(build, multiple):
    model = build()
    assert needed_multiple(model, (20, 30)) == multiple
    if multiple == 1:
        assert padded_network(model, (20, 30)) is model


def test_padding_is_of_the_mean_color_at_the_bottom_and_right():
    images = draw_images(1, 9, 16).astype(np.float32)
    padded = pad_images(tf.constant(images), 8).numpy()
    assert padded.shape == (1, 16, 16, 3)
    np.testing.assert_array_equal(padded[:, :9], images)
    np.testing.assert_array_equal(padded[0, 9:].min((0, 1)), MEAN_PIXEL)
    np.testing.assert_array_equal(padded[0, 9:].max((0, 1)), MEAN_PIXEL)
    assert pad_images(images, 1) is images


def test_a_padded_network_answers_as_the_network_on_the_padded_image():
    model = plain_unet()
    padded = padded_network(model, (20, 30))
    assert (multiple_of(padded), multiple_of(model)) == (16, 1)
    assert unpadded(padded) is model is unpadded(model)
    images = draw_images(2, 21, 47).astype(np.float32)
    expected = model(pad_images(tf.constant(images), 16))[:, :21, :47]
    np.testing.assert_allclose(padded(images), expected, atol=1e-6)
    # At a size that fits nothing is changed.
    images = draw_images(1, 32, 48).astype(np.float32)
    np.testing.assert_allclose(padded(images), model(images), atol=1e-6)


def test_class_names_stay():
    model = small_unet()
    model.class_names = ("a", "b", "c")
    padded = padded_network(model, (20, 30))
    assert KerasPredictor(padded).class_names == ("a", "b", "c")


def test_the_layers_say_what_they_were_made_with():
    layer = PadToMultiple.from_config(PadToMultiple(16).get_config())
    assert layer.multiple == 16
    assert CutTo.from_config(CutTo().get_config()).compute_output_shape(
        (1, 32, 32, 5), (1, None, 30, 3)
    ) == (1, None, 30, 5)


def test_onnx_pads_by_itself(tmp_path):
    model = padded_network(plain_unet(), (20, 30))
    predictor, reference = (
        load_predictor(export_onnx(model, tmp_path)),
        KerasPredictor(model),
    )
    images = draw_images(2, 21, 47)
    np.testing.assert_allclose(
        predictor(images).probabilities,
        reference(images).probabilities,
        atol=1e-5,
    )


# Nobody trained it: its classes nearly tie, and integers decide otherwise.
UNDECIDED = {
    "int8": dataclasses.replace(ARTIFACTS["int8"].limit, equal_pixels=0.0)
}


@pytest.mark.parametrize(
    "artifacts",
    [
        ("serving",),
        pytest.param(default_artifacts(), marks=pytest.mark.slow),
    ],
    ids=["bundle", "default"],
)
def test_a_plain_unet_survives_the_export(tmp_path, request, artifacts):
    if artifacts == ("serving",):
        request.getfixturevalue("in_process")
    pictures = save_images(tmp_path / "photos", draw_images(2, 40, 60))
    settings = ExportSettings(
        image_size=(20, 30),
        calibration=str(pictures),
        artifacts=artifacts,
        limits=UNDECIDED,
    )
    report = export_model(plain_unet(), tmp_path / "out", settings)
    assert not report.failures
    readme = (tmp_path / "out" / "serving" / "README.md").read_text()
    assert "multiples of 16" in readme
    served = load_predictor(tmp_path / "out" / "serving" / "segmenter")
    images = draw_images(1, 35, 50)
    expected = KerasPredictor(padded_network(plain_unet(), (20, 30)))(images)
    np.testing.assert_array_equal(served(images).class_map, expected.class_map)
