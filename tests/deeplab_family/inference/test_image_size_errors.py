import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.inference import (
    ImageSizeError,
    KerasPredictor,
    ModelFileError,
    load_predictor,
)
from deeplab_family.inference.image_size_errors import (
    ask_or_explain,
    explain_size,
)
from deeplab_family.models import GALDNetConfig
from export import export_onnx, export_saved_model, export_tflite
from tests.randomize import randomize
from tests.small_unet import small_unet

MULTIPLES_OF_8 = (
    "cannot take images of 45 x 61 pixels: each side must be a multiple of 8, "
    "such as 48 x 64. Resize or pad"
)


def draw(height, width):
    generator = np.random.default_rng(0)
    shape = (1, height, width, 3)
    return generator.integers(0, 256, shape).astype(np.uint8)


@pytest.mark.parametrize("multiple", [2, 8, 12, 128])
def test_finds_the_multiple(multiple):
    def takes(size):
        return not any(side % multiple for side in size)

    advice = explain_size(takes, (multiple + 1, 3 * multiple))
    assert f"a multiple of {multiple}, such as" in advice
    assert f"such as {2 * multiple} x {3 * multiple}." in advice


@pytest.mark.parametrize("least", [9, 113, 300])
def test_finds_the_smallest_side(least):
    advice = explain_size(lambda size: min(size) >= least, (5, 700))
    assert f"each side needs at least {least}." in advice


def test_has_nothing_to_say_about_other_failures():
    assert explain_size(lambda size: True, (5, 7)) is None
    assert explain_size(lambda size: False, (5, 7)) is None

    def ask(images):
        raise RuntimeError("the disk is on fire")

    with pytest.raises(RuntimeError, match="on fire"):
        ask_or_explain(ask, draw(5, 7), (RuntimeError,))


def test_a_sentence_of_the_graph_goes_first():
    @tf.function
    def ask(images):
        tf.debugging.Assert(tf.shape(images)[1] > 9, ["Too flat."])
        return images

    with pytest.raises(ImageSizeError, match=r"^Too flat\.$"):
        ask_or_explain(ask, draw(5, 7), (tf.errors.InvalidArgumentError,))


@pytest.fixture(scope="module")
def unet(tmp_path_factory):
    """The network as each kind of file that takes any size."""
    folder = tmp_path_factory.mktemp("unet")
    model = randomize(small_unet())
    return {
        "keras": KerasPredictor(model),
        "saved_model": load_predictor(export_saved_model(model, folder)),
        "onnx": load_predictor(export_onnx(model, folder)),
    }


@pytest.mark.parametrize("kind", ["keras", "saved_model", "onnx"])
def test_a_unet_names_the_sizes_it_takes(kind, unet):
    predictor = unet[kind]
    expected = unet["keras"](draw(48, 64)).probabilities
    for _ in range(2):
        with pytest.raises(ImageSizeError, match=MULTIPLES_OF_8):
            predictor(draw(45, 61))
        answer = predictor(draw(48, 64)).probabilities
        np.testing.assert_allclose(answer, expected, atol=1e-4)


def test_a_map_that_vanishes_in_pooling_is_explained_too():
    predictor = KerasPredictor(small_unet(halvings=5))
    with pytest.raises(ImageSizeError, match="a multiple of 32"):
        predictor(np.zeros((1, 20, 70, 3), np.uint8))


def test_a_unet_of_fixed_size_is_fed_that_size_as_advised():
    predictor = KerasPredictor(small_unet((48, 64)))
    assert predictor(draw(45, 61)).class_map.shape == (1, 45, 61)


def test_logits_of_another_size_are_explained_too():
    predictor = KerasPredictor(small_unet(skips=False))
    assert predictor(draw(48, 64)).class_map.shape == (1, 48, 64)
    with pytest.raises(ModelFileError, match=f"resize, or: .*{MULTIPLES_OF_8}"):
        predictor(draw(45, 61))


@pytest.fixture(scope="module")
def gald(tmp_path_factory):
    """A network that refuses images below 33 pixels, as files of any size."""
    folder = tmp_path_factory.mktemp("gald")
    backbone = MobileNetV2Config(alpha=0.35)
    config = GALDNetConfig(
        num_classes=3, backbone=backbone, filters=16, mask_ratio=2
    )
    assert config.smallest_image == 33
    model = randomize(config.build())
    flexible = export_tflite(model, folder, (33, 49), variants=["flexible"])
    return {
        "keras": KerasPredictor(model),
        "saved_model": load_predictor(export_saved_model(model, folder)),
        "tflite": load_predictor(flexible["flexible"]),
        "onnx": load_predictor(export_onnx(model, folder)),
    }


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("keras", "^The image must have at least 33 pixels.*: 32 x 70"),
        ("saved_model", "^The image must have at least 33 pixels.*: 32 x 70"),
        ("tflite", "32 x 70 pixels: each side needs at least 33"),
        ("onnx", "32 x 70 pixels: each side needs at least 33"),
    ],
)
def test_every_file_of_a_network_refuses_what_is_too_small(kind, rule, gald):
    expected = gald["keras"](draw(33, 70)).probabilities
    for _ in range(2):
        with pytest.raises(ImageSizeError, match=rule):
            gald[kind](draw(32, 70))
        answer = gald[kind](draw(33, 70)).probabilities
        np.testing.assert_allclose(answer, expected, atol=1e-3)


def test_a_phone_file_of_fixed_size_is_refused_when_it_is_written(tmp_path):
    config = GALDNetConfig(
        num_classes=3, backbone=MobileNetV2Config(alpha=0.35), filters=16
    )
    with pytest.raises(ValueError, match="at least 225 pixels"):
        export_tflite(config.build(), tmp_path, (64, 64), variants=["float32"])
