import keras
import pytest

from deeplab_family.inference import ModelFileError, load_keras_model


class Unheard(keras.layers.Layer):
    def call(self, x):
        return x


def save(path, *layers):
    inputs = keras.Input((None, None, 3))
    x = inputs
    for layer in layers:
        x = layer(x)
    keras.Model(inputs, keras.layers.Conv2D(3, 1)(x)).save(path)
    return path


def test_a_model_comes_back_without_its_optimizer(tmp_path):
    model = keras.Sequential([keras.Input((4, 4, 3)), keras.layers.ReLU()])
    model.compile("sgd", "mse")
    model.save(tmp_path / "m.keras")
    loaded = load_keras_model(tmp_path / "m.keras")
    assert getattr(loaded, "optimizer", None) is None


def test_a_truncated_keras_file_is_refused_by_name(tmp_path):
    path = save(tmp_path / "cut.keras")
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(ModelFileError, match="cut.keras: not a Keras model"):
        load_keras_model(path)


def test_unknown_classes_are_told_to_be_imported_first(tmp_path):
    path = save(tmp_path / "m.keras", Unheard())
    with pytest.raises(ModelFileError, match="Import the package") as error:
        load_keras_model(path)
    assert "Unheard" in str(error.value)


def test_python_code_in_a_model_is_refused_and_replaced_by_advice(tmp_path):
    path = save(tmp_path / "m.keras", keras.layers.Lambda(lambda x: 2 * x))
    with pytest.raises(ModelFileError, match="holds Python code") as error:
        load_keras_model(path)
    assert "registered layer" in str(error.value)
