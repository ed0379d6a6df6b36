import keras
import numpy as np
import pytest

from deeplab_family.inference import KerasPredictor, ModelFileError


def network(size=(None, None), classes=4, strides=1):
    inputs = keras.Input((*size, 3))
    x = keras.layers.Rescaling(1 / 127.5, offset=-1)(inputs)
    x = keras.layers.BatchNormalization()(x)
    x = keras.layers.Conv2D(classes, 3, strides=strides, padding="same")(x)
    return keras.Model(inputs, x)


def images(batch, height, width):
    shape = (batch, height, width, 3)
    return np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)


def test_the_answer_is_the_softmax_of_the_models_logits():
    model = network()
    batch = images(2, 9, 13)
    answer = KerasPredictor(model)(batch)
    logits = model(batch.astype("float32"), training=False)
    expected = keras.ops.convert_to_numpy(keras.ops.softmax(logits))
    np.testing.assert_allclose(answer.probabilities, expected, atol=1e-6)
    np.testing.assert_array_equal(answer.class_map, expected.argmax(-1))


def test_one_predictor_takes_images_of_several_sizes():
    predictor = KerasPredictor(network())
    assert predictor.input_size is None
    for batch, height, width in [(1, 8, 8), (3, 17, 5)]:
        answer = predictor(images(batch, height, width))
        assert answer.class_map.shape == (batch, height, width)


def test_a_model_of_fixed_size_is_fed_that_size():
    predictor = KerasPredictor(network(size=(16, 24)))
    assert predictor.input_size == (16, 24)
    assert predictor(images(1, 32, 40)).class_map.shape == (1, 32, 40)


def test_the_number_of_classes_is_read_from_the_model():
    predictor = KerasPredictor(network(classes=7))
    assert (predictor.kind, predictor.num_classes) == ("keras", 7)


def test_predicting_leaves_the_batch_norm_statistics_alone():
    model = network()
    before = [keras.ops.convert_to_numpy(weight) for weight in model.weights]
    KerasPredictor(model)(images(1, 8, 8))
    for old, new in zip(before, model.weights, strict=True):
        np.testing.assert_array_equal(old, new)


def classifier():
    inputs = keras.Input((None, None, 3))
    return keras.Model(inputs, keras.layers.GlobalAveragePooling2D()(inputs))


def two_heads():
    inputs = keras.Input((None, None, 3))
    heads = {"a": keras.layers.Conv2D(2, 1)(inputs), "b": inputs}
    return keras.Model(inputs, heads)


def grayscale():
    inputs = keras.Input((None, None, 1))
    return keras.Model(inputs, keras.layers.Conv2D(2, 1)(inputs))


@pytest.mark.parametrize("make", [classifier, two_heads])
def test_a_model_that_does_not_segment_is_refused(make):
    with pytest.raises(ModelFileError, match="segmentation model"):
        KerasPredictor(make())


def test_a_model_of_other_channels_refuses_rgb_by_number():
    predictor = KerasPredictor(grayscale())
    assert predictor.pictures.channels == 1
    with pytest.raises(ValueError, match="takes images of 1 channel "):
        predictor(np.zeros((1, 6, 8, 3), np.uint8))


def test_more_classes_than_a_uint8_map_holds_are_refused():
    with pytest.raises(ModelFileError, match="at most 256.*257"):
        KerasPredictor(network(classes=257))


def test_logits_of_another_size_are_refused():
    with pytest.raises(ModelFileError, match="height and width of its input"):
        KerasPredictor(network(strides=2))(images(1, 8, 8))
