import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference import ModelFileError, SavedModelPredictor


class Served(tf.Module):
    """Class 1 where red is above half; a variable, as a network has."""

    def __init__(self, names=("class_map", "probabilities"), size=None):
        super().__init__()
        self.threshold = tf.Variable(128.0)
        self.names = names
        shape = (None, *(size or (None, None)), 3)
        self.serve = tf.function(
            self._serve, [tf.TensorSpec(shape, tf.uint8, "images")]
        )

    def _serve(self, images):
        red = tf.cast(images[..., 0], tf.float32)
        bright = tf.cast(red > self.threshold, tf.float32)
        probabilities = tf.stack([1 - bright, bright], -1)
        answers = (
            tf.cast(tf.argmax(probabilities, -1), tf.uint8),
            probabilities,
        )
        return dict(zip(self.names, answers, strict=True))

    def save(self, path):
        tf.saved_model.save(self, str(path), {"serving_default": self.serve})
        return path


def images(batch, height, width):
    shape = (batch, height, width, 3)
    return np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)


def test_it_answers_with_the_signatures_outputs(tmp_path):
    predictor = SavedModelPredictor(Served().save(tmp_path / "m"), trust=True)
    assert predictor.kind == "saved_model"
    assert (predictor.num_classes, predictor.input_size) == (2, None)
    for size in [(2, 5, 7), (1, 9, 4)]:
        batch = images(*size)
        answer = predictor(batch)
        assert answer.class_map.dtype == np.uint8
        assert answer.probabilities.dtype == np.float32
        np.testing.assert_array_equal(answer.class_map, batch[..., 0] > 128)


def test_a_signature_of_fixed_size_is_fed_that_size(tmp_path):
    predictor = SavedModelPredictor(
        Served(size=(6, 8)).save(tmp_path / "m"), trust=True
    )
    assert predictor.input_size == (6, 8)
    assert predictor(images(1, 12, 16)).class_map.shape == (1, 12, 16)


def test_other_output_names_are_refused_and_listed(tmp_path):
    path = Served(names=("a", "b")).save(tmp_path / "m")
    with pytest.raises(ModelFileError, match=r"class_map.*\['a', 'b'\]"):
        SavedModelPredictor(path, trust=True)


def test_a_model_without_a_serving_signature_is_refused(tmp_path):
    tf.saved_model.save(tf.Module(), str(tmp_path))
    with pytest.raises(ModelFileError, match="serving_default"):
        SavedModelPredictor(tmp_path, trust=True)


def test_a_damaged_file_is_refused_by_name(tmp_path):
    (tmp_path / "saved_model.pb").write_bytes(b"not a protocol buffer")
    with pytest.raises(ModelFileError, match=tmp_path.name):
        SavedModelPredictor(tmp_path, trust=True)
