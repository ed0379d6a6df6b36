"""What every segmentation metric promises."""

import json

import keras
import numpy as np
import tensorflow as tf


class MetricContract:
    """Subclass it, declare four attributes, inherit the promises.

    Attributes:
        metric_class: the class under test.
        init_kwargs: constructor arguments, each away from its default.
        num_classes: int. Classes in the drawn logits.
        ignore_label: int. Label that must not matter.
    """

    metric_class = None
    init_kwargs = {}
    num_classes = 4
    ignore_label = 255

    def make(self):
        return self.metric_class(**self.init_kwargs)

    def draw(self, batch=3, seed=0):
        rng = np.random.default_rng(seed)
        labels = rng.integers(0, self.num_classes, (batch, 8, 9))
        labels[rng.random(labels.shape) < 0.2] = self.ignore_label
        logits = rng.normal(size=(*labels.shape, self.num_classes))
        return labels.astype("int32"), logits.astype("float32")

    def measure(self, *batches):
        metric = self.make()
        for labels, logits in batches:
            metric.update_state(labels, logits)
        return np.asarray(metric.result())

    def test_config_survives_json_and_keeps_every_argument(self):
        config = json.loads(
            json.dumps(keras.saving.serialize_keras_object(self.make()))
        )

        revived = keras.saving.deserialize_keras_object(config)

        assert type(revived) is self.metric_class
        assert revived.get_config() == self.make().get_config()
        for name, value in self.init_kwargs.items():
            assert getattr(revived, name) == value

    def test_ignored_pixels_change_nothing(self):
        labels, logits = self.draw()
        changed = logits.copy()
        changed[labels == self.ignore_label] = 7.0 * np.arange(self.num_classes)

        np.testing.assert_array_equal(
            self.measure((labels, changed)), self.measure((labels, logits))
        )

    def test_splitting_into_batches_changes_nothing(self):
        labels, logits = self.draw(batch=5)

        parts = self.measure((labels[:2], logits[:2]), (labels[2:], logits[2:]))

        np.testing.assert_array_equal(parts, self.measure((labels, logits)))

    def test_reset_forgets_everything(self):
        metric = self.make()
        metric.update_state(*self.draw(seed=1))
        metric.reset_state()
        metric.update_state(*self.draw(seed=2))

        np.testing.assert_array_equal(
            metric.result(), self.measure(self.draw(seed=2))
        )

    def test_compiled_update_equals_eager(self):
        metric = self.make()
        step = tf.function(
            lambda labels, logits: metric.update_state(labels, logits),
            jit_compile=True,
        )
        step(*map(tf.constant, self.draw()))

        np.testing.assert_array_equal(
            metric.result(), self.measure(self.draw())
        )

    def test_dynamic_shapes_are_welcome(self):
        metric = self.make()
        step = tf.function(
            lambda labels, logits: metric.update_state(labels, logits),
            input_signature=[
                tf.TensorSpec((None, None, None), tf.int32),
                tf.TensorSpec((None, None, None, self.num_classes)),
            ],
        )
        step(*self.draw())

        np.testing.assert_array_equal(
            metric.result(), self.measure(self.draw())
        )
