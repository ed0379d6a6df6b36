"""What every layer promises; subclass and name the layer to hold it to it."""

import json

import keras
import numpy as np
import pytest


class LayerContract:
    """Set the four attributes; a shape may be a list of shapes.

    Of a layer with several answers, `output_shape` lists them in their order,
    however they are nested.
    """

    layer_class: type
    init_kwargs: dict
    input_shape: tuple | list
    output_shape: tuple

    @pytest.fixture(autouse=True)
    def draw_alike(self):
        """By chance a fresh layer's ReLUs are all dead, one run in many."""
        keras.utils.set_random_seed(0)

    def make(self, **overrides):
        return self.layer_class(**{**self.init_kwargs, **overrides})

    def inputs(self, seed=0):
        generator = np.random.default_rng(seed)
        return _map_shapes(
            self.input_shape,
            lambda shape: generator.uniform(-1, 1, shape).astype("float32"),
        )

    def test_config_holds_every_argument(self):
        config = self.make().get_config()
        for name, value in self.init_kwargs.items():
            assert config[name] == value or list(config[name]) == list(value)

    def test_config_survives_json_and_build(self):
        layer = self.make()
        before = json.dumps(keras.saving.serialize_keras_object(layer))
        layer(self.inputs())
        after = keras.saving.serialize_keras_object(layer)
        del after["build_config"]
        assert json.loads(before) == json.loads(json.dumps(after))
        revived = keras.saving.deserialize_keras_object(json.loads(before))
        assert json.loads(json.dumps(revived.get_config())) == json.loads(
            json.dumps(layer.get_config())
        )

    def test_eager_and_declared_shapes_agree(self):
        layer = self.make()
        expected = _flat_shapes(self.output_shape)
        outputs = keras.tree.flatten(layer(self.inputs()))
        assert [tuple(output.shape) for output in outputs] == expected
        declared = layer.compute_output_shape(_listed(self.input_shape))
        assert _flat_shapes(declared) == expected

    def unknown(self, shape):
        """A shape of which only the rank and the channels are known."""
        return (None,) * (len(shape) - 1) + shape[-1:]

    def test_symbolic_shapes_agree_with_height_and_width_unknown(self):
        symbolic = _map_shapes(
            self.input_shape,
            lambda shape: keras.KerasTensor(self.unknown(shape)),
        )
        outputs = keras.tree.flatten(self.make()(symbolic))
        shapes = zip(outputs, _flat_shapes(self.output_shape), strict=True)
        for output, shape in shapes:
            assert output.shape == self.unknown_output(shape)

    def unknown_output(self, shape):
        """What is known of an output's shape when the input's is unknown."""
        return self.unknown(shape)

    def test_every_trainable_weight_gets_a_gradient(self):
        import tensorflow as tf

        layer = self.make()
        layer(self.inputs())
        with tf.GradientTape() as tape:
            outputs = keras.tree.flatten(layer(self.inputs(), training=True))
            loss = sum(tf.reduce_sum(x * self._direction(x)) for x in outputs)
        gradients = tape.gradient(loss, layer.trainable_variables)
        for variable, gradient in zip(
            layer.trainable_variables, gradients, strict=True
        ):
            assert gradient is not None, variable.path
            assert np.abs(np.asarray(gradient)).max() > 0, variable.path

    @pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"])
    def test_mixed_precision_keeps_float32_weights(self, policy):
        layer = self.make(dtype=policy)
        for output in keras.tree.flatten(layer(self.inputs())):
            assert np.isfinite(np.asarray(output, "float32")).all()
        assert all(weight.dtype == "float32" for weight in layer.weights)

    def test_reloaded_layer_answers_bit_equal(self, tmp_path):
        symbolic = _map_shapes(
            self.input_shape, lambda shape: keras.Input(shape[1:])
        )
        model = keras.Model(symbolic, self.make()(symbolic))
        expected = keras.tree.flatten(model(self.inputs()))
        model.save(tmp_path / "layer.keras")
        revived = keras.saving.load_model(tmp_path / "layer.keras")
        answers = keras.tree.flatten(revived(self.inputs()))
        for answer, before in zip(answers, expected, strict=True):
            np.testing.assert_array_equal(answer, before)

    def _direction(self, output):
        # Random, since a plain sum is blind to what a normalization does.
        generator = np.random.default_rng(1)
        return generator.normal(size=output.shape).astype("float32")


def _is_one_shape(shapes):
    return isinstance(shapes, tuple)


def _map_shapes(shapes, function):
    if _is_one_shape(shapes):
        return function(shapes)
    return [function(shape) for shape in shapes]


def _flat_shapes(shapes) -> list[tuple]:
    if all(size is None or isinstance(size, int) for size in shapes):
        return [tuple(shapes)]
    return [shape for part in shapes for shape in _flat_shapes(part)]


def _listed(shapes):
    return shapes if _is_one_shape(shapes) else list(shapes)
