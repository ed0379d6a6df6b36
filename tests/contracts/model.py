"""What every network promises."""

import dataclasses

import keras
import numpy as np
import pytest

from deeplab_family.losses import MaskedCrossEntropy
from deeplab_family.models import SegmentationModel
from tests.contracts.any_size import assert_a_graph_answers_as_python
from tests.randomize import randomize


class ModelContract:
    """Set `config`, a small network of the kind with three classes."""

    config = None
    learning_rate = 0.05

    def images(self, height=65, width=81, batch=1):
        generator = np.random.default_rng(0)
        return generator.uniform(0, 255, (batch, height, width, 3)).astype("f4")

    @pytest.fixture(scope="class")
    @classmethod
    def model(cls):
        return randomize(cls.config.build())

    @pytest.mark.parametrize("size", [(65, 81), (64, 80), (33, 33), (70, 51)])
    def test_logits_have_the_size_of_the_image(self, model, size):
        logits = model(self.images(*size))
        assert logits.shape == (1, *size, 3)
        assert logits.dtype == "float32"

    def test_any_size_is_answered_alike_where_it_is_unknown(self, model):
        sizes = [(1, 1), (1, 7), (2, 3), (7, 1), (15, 97), (33, 64)]
        assert_a_graph_answers_as_python(model, sizes)

    def test_takes_integer_pixels(self, model):
        pixels = self.images().astype("uint8")
        np.testing.assert_array_equal(
            model(pixels), model(pixels.astype("float32"))
        )

    def test_reloads_bit_equal_and_knows_its_config(self, model, tmp_path):
        model.save(tmp_path / "model.keras")
        revived = keras.saving.load_model(tmp_path / "model.keras")
        assert isinstance(revived, SegmentationModel)
        assert revived.config == self.config
        np.testing.assert_array_equal(
            revived(self.images()), model(self.images())
        )

    def test_other_stride_has_the_same_weights(self, model):
        other = model.with_output_stride(8)
        assert other.config.backbone.output_stride == 8
        for mine, theirs in zip(model.weights, other.weights, strict=True):
            np.testing.assert_array_equal(mine, theirs)

    @pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"])
    def test_logits_are_float32_under(self, policy):
        keras.config.set_dtype_policy(policy)
        try:
            model = self.config.build()
        finally:
            keras.config.set_dtype_policy("float32")
        # Fresh statistics do not normalize; those of the batch do.
        logits = model(self.images(batch=2), training=True)
        assert logits.dtype == "float32"
        assert np.isfinite(np.asarray(logits)).all()

    def test_xla_gives_the_same_logits(self, model):
        import tensorflow as tf

        compiled = tf.function(model, jit_compile=True)
        expected = np.asarray(model(self.images(33, 33)))
        np.testing.assert_allclose(
            compiled(tf.constant(self.images(33, 33))),
            expected,
            atol=1e-3 * np.abs(expected).max(),
        )

    def test_every_trainable_weight_gets_a_gradient(self):
        import tensorflow as tf

        # Random weights, as a fresh head is almost blind to its backbone.
        model = randomize(self.config.build())
        images = self.images(batch=2)
        with tf.GradientTape() as tape:
            logits = model(images, training=True)
            noise = np.random.default_rng(1).normal(size=logits.shape)
            loss = tf.reduce_sum(logits * noise.astype("float32"))
        gradients = tape.gradient(loss, model.trainable_variables)
        for variable, gradient in zip(
            model.trainable_variables, gradients, strict=True
        ):
            assert gradient is not None, variable.path
            assert np.abs(np.asarray(gradient)).max() > 0, variable.path

    def test_a_few_steps_lower_the_loss_on_one_batch(self):
        keras.utils.set_random_seed(0)
        model = self.config.build()
        optimizer = keras.optimizers.SGD(self.learning_rate, 0.9)
        # To trace a graph takes longer than six steps without one.
        model.compile(optimizer, MaskedCrossEntropy(), run_eagerly=True)
        images = self.images(batch=2)
        labels = (images[..., 0] > 127).astype("uint8")
        losses = [model.train_on_batch(images, labels) for _ in range(6)]
        assert losses[-1] < 0.8 * losses[0]

    def test_config_fields_are_immutable(self):
        with pytest.raises(dataclasses.FrozenInstanceError):
            self.config.num_classes = 5
