import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference import ModelFileError, TFLitePredictor


def convert(path, function, shape, dtype=tf.float32):
    """A TFLite file of a function without variables."""
    function = tf.function(function, [tf.TensorSpec(shape, dtype)])
    converter = tf.lite.TFLiteConverter.from_concrete_functions(
        [function.get_concrete_function()]
    )
    path.write_bytes(converter.convert())
    return path


def bright_logits(images):
    """Class 1 where red is above half, with a margin of four."""
    red = tf.cast(images[..., :1], tf.float32) / 255.0
    return tf.concat([2.0 - 4.0 * red, 4.0 * red - 2.0], -1)


def bright_map(images):
    return tf.cast(tf.argmax(bright_logits(images), -1, tf.int32), tf.uint8)


def halves(batch, height, width):
    images = np.zeros((batch, height, width, 3), np.uint8)
    images[:, :, width // 2 :] = 255
    return images


@pytest.mark.parametrize("dtype", [tf.float32, tf.uint8])
def test_logits_become_probabilities_and_classes(tmp_path, dtype):
    path = convert(tmp_path / "m.tflite", bright_logits, (1, 6, 8, 3), dtype)
    predictor = TFLitePredictor(path)
    assert (predictor.kind, predictor.num_classes) == ("tflite", 2)
    assert predictor.input_size == (6, 8)
    answer = predictor(halves(3, 6, 8))
    np.testing.assert_array_equal(answer.class_map, halves(3, 6, 8)[..., 0] > 0)
    likely = 1 / (1 + np.exp(-4))
    np.testing.assert_allclose(answer.probabilities.max(-1), likely, rtol=1e-5)


def test_an_image_of_another_size_is_resized_in_and_back(tmp_path):
    path = convert(tmp_path / "m.tflite", bright_logits, (1, 6, 8, 3))
    answer = TFLitePredictor(path)(halves(1, 18, 24))
    np.testing.assert_array_equal(
        answer.class_map, halves(1, 18, 24)[..., 0] > 0
    )


def test_a_file_with_only_a_class_map_has_no_probabilities(tmp_path):
    path = convert(tmp_path / "m.tflite", bright_map, (1, 6, 8, 3))
    predictor = TFLitePredictor(path)
    answer = predictor(halves(2, 12, 16))
    assert predictor.num_classes is None
    assert answer.probabilities is None
    np.testing.assert_array_equal(
        answer.class_map, halves(2, 12, 16)[..., 0] > 0
    )


def test_a_file_of_flexible_size_sees_the_image_as_it_is(tmp_path):
    path = convert(tmp_path / "m.tflite", bright_logits, (1, None, None, 3))
    predictor = TFLitePredictor(path)
    assert predictor.input_size is None
    for height, width in [(5, 10), (7, 4)]:
        answer = predictor(halves(1, height, width))
        assert answer.class_map.shape == (1, height, width)


def test_a_file_that_is_no_model_is_refused_by_name(tmp_path):
    path = tmp_path / "broken.tflite"
    path.write_bytes(b"no flatbuffer at all")
    with pytest.raises(ModelFileError, match="broken.tflite: not a TFLite"):
        TFLitePredictor(path)


def test_outputs_that_are_no_map_are_refused(tmp_path):
    path = convert(
        tmp_path / "m.tflite", lambda x: tf.reduce_mean(x, (1, 2)), (1, 6, 8, 3)
    )
    with pytest.raises(ModelFileError, match=r"Received outputs with \[2\]"):
        TFLitePredictor(path)


def test_an_input_of_other_channels_refuses_rgb_by_number(tmp_path):
    path = convert(tmp_path / "m.tflite", lambda x: x * 2.0, (1, 6, 8, 1))
    predictor = TFLitePredictor(path)
    assert predictor.pictures.channels == 1
    with pytest.raises(ValueError, match="takes images of 1 channel "):
        predictor(np.zeros((1, 6, 8, 3), np.uint8))
