"""What every segmentation metric promises."""

import json

import keras
import numpy as np
import pytest
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

    def test_labels_may_have_a_last_dimension_of_one(self):
        labels, logits = self.draw()

        np.testing.assert_array_equal(
            self.measure((labels[..., None], logits)),
            self.measure((labels, logits)),
        )

    @pytest.mark.parametrize("dtype", ["int64", "float32", "float64"])
    def test_labels_may_have_any_dtype(self, dtype):
        labels, logits = self.draw()

        np.testing.assert_array_equal(
            self.measure((labels.astype(dtype), logits)),
            self.measure((labels, logits)),
        )

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (lambda y: np.eye(4)[y % 4], r"one-hot .*\(3, 8, 9, 4\)"),
            (lambda y: y[0], r"labels \(8, 9\), predictions \(3, 8, 9\)"),
            (lambda y: y[:1], r"labels \(1, 8, 9\)"),
            (lambda y: y[:, 1:], r"labels \(3, 7, 9\)"),
        ],
    )
    def test_other_shapes_of_labels_are_refused(self, change, message):
        labels, logits = self.draw()

        with pytest.raises(ValueError, match=message):
            self.measure((change(labels), logits))

    @pytest.mark.parametrize("bad", [77, -3, 2**32 + 1, 1.5, np.nan])
    def test_ids_that_are_no_class_leave_no_score(self, bad):
        labels, logits = self.draw()
        labels = labels.astype("int64" if isinstance(bad, int) else "float64")
        labels[1, 2, 3] = bad

        assert np.isnan(self.measure((labels, logits)))

    @pytest.mark.parametrize("jit_compile", [False, True])
    def test_sizes_that_differ_when_it_runs_leave_no_score(self, jit_compile):
        metric = self.make()
        labels, logits = self.draw()
        step = tf.function(
            lambda labels, logits: metric.update_state(labels, logits),
            input_signature=[
                tf.TensorSpec((None, None, None), tf.int32),
                tf.TensorSpec((None, None, None, self.num_classes)),
            ],
            jit_compile=jit_compile,
        )
        if not jit_compile:
            with pytest.raises(tf.errors.InvalidArgumentError, match="pixels"):
                step(labels[:1], logits)
        else:
            step(labels[:1], logits)
            assert np.isnan(metric.result())

    def test_callbacks_know_without_a_mode_that_more_is_better(self, tmp_path):
        """A network that is bad, then good, then bad again, then good."""
        labels, _ = self.draw()
        inputs = np.eye(self.num_classes, dtype="f4")[labels % self.num_classes]
        net = keras.layers.Dense(self.num_classes, use_bias=False)
        model = keras.Sequential([keras.Input(inputs.shape[1:]), net])
        metric = self.make()
        model.compile(
            keras.optimizers.SGD(1e-6),
            lambda _, outputs: 0.0 * outputs,
            metrics=[metric],
        )
        good = np.eye(self.num_classes)
        kernels = [-good, good, -good, good]
        best = tmp_path / "best.keras"
        watch = {"monitor": f"val_{metric.name}", "mode": "auto"}

        history = model.fit(
            inputs,
            labels,
            epochs=4,
            validation_data=(inputs, labels),
            verbose=0,
            callbacks=[
                keras.callbacks.LambdaCallback(
                    lambda epoch, _: net.kernel.assign(kernels[epoch])
                ),
                keras.callbacks.ModelCheckpoint(
                    best, save_best_only=True, **watch
                ),
                keras.callbacks.ReduceLROnPlateau(patience=1, **watch),
                keras.callbacks.EarlyStopping(patience=1, **watch),
            ],
        ).history

        assert history["learning_rate"] == pytest.approx([1e-6] * 3)
        assert float(model.optimizer.learning_rate) == pytest.approx(1e-7)
        saved = keras.saving.load_model(best, compile=False).get_weights()[0]
        np.testing.assert_array_equal(saved, good)
