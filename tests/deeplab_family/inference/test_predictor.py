import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference import ModelFileError, load_predictor


def save_keras(path):
    inputs = keras.Input((None, None, 3))
    keras.Model(inputs, keras.layers.Conv2D(3, 1)(inputs)).save(path)
    return path


def save_served(path, classes):
    def serve(images):
        shape = tf.concat([tf.shape(images)[:3], [classes]], 0)
        probabilities = tf.ones(shape) / classes
        return {
            "class_map": tf.cast(tf.argmax(probabilities, -1), tf.uint8),
            "probabilities": tf.ensure_shape(
                probabilities, (None, None, None, classes)
            ),
        }

    spec = tf.TensorSpec((None, None, None, 3), tf.uint8, "images")
    module = tf.Module()
    module.serve = tf.function(serve, [spec])
    tf.saved_model.save(module, str(path), {"serving_default": module.serve})


def test_a_keras_file_is_loaded(tmp_path):
    predictor = load_predictor(save_keras(tmp_path / "m.keras"))
    assert (predictor.kind, predictor.num_classes) == ("keras", 3)
    images = np.zeros((1, 4, 5, 3), np.uint8)
    assert predictor(images).class_map.shape == (1, 4, 5)


def test_the_highest_version_below_a_folder_is_loaded(tmp_path):
    for version, classes in [("2", 5), ("10", 6)]:
        save_served(tmp_path / version, classes)
    assert load_predictor(tmp_path, trust=True).num_classes == 6
    second = load_predictor(str(tmp_path / "2"), trust=True)
    assert second.num_classes == 5


def test_a_missing_path_names_what_is_expected(tmp_path):
    with pytest.raises(ModelFileError, match="no such model.*SavedModel"):
        load_predictor(tmp_path / "nothing.keras")


def test_a_file_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "weights.h5"
    path.write_bytes(b"")
    with pytest.raises(ModelFileError, match="weights.h5: not a model"):
        load_predictor(path)


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(ModelFileError, match="without saved_model.pb"):
        load_predictor(tmp_path)


def test_names_come_from_beside_a_file_that_has_none(tmp_path):
    path = save_keras(tmp_path / "m.keras")
    assert load_predictor(path).class_names is None
    beside = tmp_path / "classes.json"
    beside.write_text('{"class_names": ["a", "b", "c"]}')
    assert load_predictor(path).class_names == ("a", "b", "c")
    beside.write_text('{"class_names": ["a", "b"]}')
    with pytest.raises(ModelFileError, match="names 2 classes.*model has 3"):
        load_predictor(path)


def test_a_saved_model_of_somebody_else_needs_trust(tmp_path):
    save_served(tmp_path / "1", 5)
    with pytest.raises(ModelFileError) as error:
        load_predictor(tmp_path)
    assert str(error.value) == (
        f"{tmp_path / '1'}: was not written by `deeplab export`. A SavedModel "
        "is a program that runs with your rights. If you trust whoever made "
        "it, say so: --trust (in Python `trust=True`)"
    )
