"""What every loss on logits promises."""

import json

import keras
import numpy as np
import pytest
import tensorflow as tf


class LossPromises:
    """What holds for labels of any shape; subclass `LossContract` for maps.

    Attributes:
        loss_class: the class under test.
        init_kwargs: constructor arguments, each away from its default.
        num_classes: int. Classes in the drawn logits.
        ignore_label: int. Label that must not matter.
        replica_kwargs: arguments in place of those with which several replicas
            promise to be one.
        label_rank: int. Dimensions of the labels.
        num_ids: int. Ids that a label may have.
    """

    loss_class = None
    init_kwargs = {}
    num_classes = 4
    ignore_label = 255
    replica_kwargs = {}
    label_rank = 3

    @property
    def num_ids(self):
        return self.num_classes

    def make(self, **changes):
        return self.loss_class(**{**self.init_kwargs, **changes})

    def draw(self, seed=0):
        """Labels, logits and weights of three images that are not square."""
        rng = np.random.default_rng(seed)
        labels = rng.integers(0, self.num_classes, (3, 6, 5))
        labels[rng.random(labels.shape) < 0.2] = self.ignore_label
        logits = rng.normal(size=(*labels.shape, self.num_classes))
        weights = rng.uniform(0.5, 2.0, labels.shape)
        return (
            labels.astype("int32"),
            logits.astype("float32"),
            weights.astype("float32"),
        )

    def test_config_survives_json_and_keeps_every_argument(self):
        loss = self.make()

        revived = keras.saving.deserialize_keras_object(
            json.loads(json.dumps(keras.saving.serialize_keras_object(loss)))
        )

        assert type(revived) is self.loss_class
        assert revived.get_config() == loss.get_config()

    def test_unknown_arguments_are_refused(self):
        with pytest.raises(TypeError, match="reduction"):
            self.loss_class(**self.init_kwargs, reduction="mean")

    def test_ignored_pixels_change_nothing(self):
        labels, logits, weights = self.draw()
        expected = self.make()(labels, logits, weights)
        ignored = labels == self.ignore_label
        logits[ignored], weights[ignored] = 9.0, 9.0

        np.testing.assert_array_equal(
            self.make()(labels, logits, weights), expected
        )

    def test_nothing_that_counts_gives_zero_and_no_gradient(self):
        labels, logits, weights = self.draw()
        logits = tf.Variable(logits)
        for batch in (
            (np.full_like(labels, self.ignore_label), logits, weights),
            (labels, logits, np.zeros_like(weights)),
        ):
            with tf.GradientTape() as tape:
                loss = self.make()(*batch)
            assert float(loss) == 0.0
            assert np.abs(tape.gradient(loss, logits)).max() == 0.0

    def test_equal_weights_are_no_weights(self):
        labels, logits, weights = self.draw()
        expected = self.make()(labels, logits)

        for each in (1.0, 0.25):
            weighted = self.make()(labels, logits, np.full_like(weights, each))
            np.testing.assert_allclose(weighted, expected, rtol=1e-6)

    def test_pixels_of_weight_zero_are_ignored(self):
        labels, logits, weights = self.draw()
        weights = np.ones_like(weights)
        weights[:, :, :2] = 0.0

        ignored = np.where(weights > 0, labels, self.ignore_label)

        np.testing.assert_allclose(
            self.make()(labels, logits, weights),
            self.make()(ignored, logits),
            rtol=1e-6,
        )

    def test_pixels_that_a_mask_hides_are_ignored(self):
        labels, logits, _ = self.draw()
        seen = np.random.default_rng(1).random(labels.shape[:3]) < 0.5
        masked = tf.constant(logits)
        masked._keras_mask = tf.constant(seen)

        ignored = labels.copy()
        ignored[~seen] = self.ignore_label

        np.testing.assert_allclose(
            self.make()(labels, masked), self.make()(ignored, logits), rtol=1e-6
        )

    @pytest.mark.parametrize("dtype", ["uint8", "int64", "float32", "float64"])
    def test_labels_may_have_any_dtype(self, dtype):
        labels, logits, _ = self.draw()

        np.testing.assert_array_equal(
            self.make()(labels.astype(dtype), logits),
            self.make()(labels, logits),
        )

    @pytest.mark.parametrize("jit_compile", [False, True])
    def test_graphs_of_unknown_size_equal_eager(self, jit_compile):
        loss, batch = self.make(), self.draw()

        np.testing.assert_allclose(
            self.trace(loss, jit_compile)(*batch), loss(*batch), rtol=1e-5
        )

    def test_graphs_name_the_id_that_is_no_class(self):
        labels, logits, weights = self.draw()
        labels[1, 2, 3] = 77

        with pytest.raises(tf.errors.InvalidArgumentError) as error:
            self.trace(self.make())(labels, logits, weights)

        assert (
            f"[`y_true` must hold class ids 0..{self.num_ids - 1} or "
            f"{self.ignore_label} (ignored). Received:] [77]"
        ) in str(error.value)

    @pytest.mark.parametrize("spoil", ["id", "weight"])
    def test_xla_makes_it_nan_with_a_gradient_of_zero(self, spoil):
        labels, logits, weights = self.draw()
        if spoil == "id":
            labels[1, 2, 3] = 77
        else:
            weights[1, 2, 3] = np.nan

        @tf.function(jit_compile=True)
        def loss_and_gradient(logits):
            with tf.GradientTape() as tape:
                tape.watch(logits)
                loss = self.make()(labels, logits, weights)
            return loss, tape.gradient(loss, logits)

        loss, gradient = loss_and_gradient(tf.constant(logits))

        assert np.isnan(loss)
        assert np.abs(gradient).max() == 0.0

    def test_config_survives_the_file_of_a_model(self, tmp_path):
        self.compiled().save(tmp_path / "model.keras")

        revived = keras.saving.load_model(tmp_path / "model.keras").loss

        assert type(revived) is self.loss_class
        assert revived.get_config() == self.make().get_config()

    def test_half_precision_logits_are_summed_in_float32(self):
        """More pixels than float16 can count, and logits near its end."""
        labels, logits, _ = self.draw()
        labels, logits = np.repeat(labels, 60, 1), np.repeat(logits, 60, 1)
        labels, logits = np.repeat(labels, 20, 2), np.repeat(logits, 20, 2)
        half = (logits * 20_000).clip(-60_000, 60_000).astype("float16")

        for given in (logits.astype("float16"), half):
            loss = self.make()(labels, given)
            assert loss.dtype == "float32"
            np.testing.assert_allclose(
                loss, self.make()(labels, given.astype("float32")), rtol=1e-6
            )
            assert np.isfinite(loss)

    def test_two_replicas_give_the_value_and_gradient_of_one(
        self, two_replicas
    ):
        """The first replica has hardly a label: no mean of means is right."""
        labels, logits, weights = map(
            np.concatenate, zip(self.draw(), self.draw(1), strict=True)
        )
        labels[:3, 1:] = self.ignore_label
        loss = self.make(**self.replica_kwargs)

        def value_and_gradient(labels, logits, weights):
            with tf.GradientTape() as tape:
                tape.watch(logits)
                share = loss(labels, logits, weights)
            return share, tape.gradient(share, logits)

        batch = labels, tf.constant(logits), weights
        expected, expected_gradient = value_and_gradient(*batch)
        parts = [
            two_replicas.experimental_distribute_values_from_function(
                lambda context, of_all=of_all: tf.constant(
                    of_all[context.replica_id_in_sync_group * 3 :][:3]
                )
            )
            for of_all in (labels, logits, weights)
        ]
        shares, gradients = map(
            two_replicas.experimental_local_results,
            tf.function(two_replicas.run)(value_and_gradient, args=parts),
        )

        np.testing.assert_allclose(sum(shares), expected, rtol=1e-5)
        np.testing.assert_allclose(
            np.concatenate(gradients), expected_gradient, atol=1e-6
        )
        assert all(np.abs(gradient).max() > 1e-4 for gradient in gradients)

    def compiled(self):
        """A model whose output is its input."""
        model = keras.Sequential([keras.layers.Identity()])
        model.compile(keras.optimizers.SGD(0.0), self.make())
        return model

    def trace(self, loss, jit_compile=False, rank_of_weights=None):
        """The loss as a graph that knows no size."""

        return tf.function(
            lambda labels, logits, weights: loss(labels, logits, weights),
            jit_compile=jit_compile,
            input_signature=[
                tf.TensorSpec((None,) * self.label_rank, tf.int32),
                tf.TensorSpec((None, None, None, self.num_classes)),
                tf.TensorSpec((None,) * (rank_of_weights or self.label_rank)),
            ],
        )


class LossContract(LossPromises):
    """Labels `(batch, height, width)`: declare four attributes, inherit."""

    def test_weights_of_images_are_those_of_their_pixels(self):
        labels, logits, weights = self.draw()
        of_images = np.array([1.0, 3.0, 0.5], "float32")
        of_pixels = np.ones_like(weights) * of_images[:, None, None]
        expected = self.make()(labels, logits, of_pixels)

        for given in (
            of_images,
            of_images[:, None, None],
            of_images[:, None, None, None],
            of_pixels[..., None],
        ):
            np.testing.assert_allclose(
                self.make()(labels, logits, given), expected, rtol=1e-6
            )

    def test_labels_may_have_a_last_dimension_of_one(self):
        labels, logits, weights = self.draw()
        one_square = slice(0, 1), slice(0, 5)  # would broadcast
        for part in (slice(None), one_square):
            batch = labels[part], logits[part], weights[part]
            column = labels[part][..., None]
            np.testing.assert_array_equal(
                self.make()(column, *batch[1:]), self.make()(*batch)
            )

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (lambda y, p, w: (np.eye(4)[y % 4], p), r"argmax.*\(3, 6, 5, 4\)"),
            (lambda y, p, w: (y[0], p), r"\(6, 5\), predictions \(3, 6, 5\)"),
            (lambda y, p, w: (y[:, 1:], p), r"\(3, 5, 5\).* \(3, 6, 5\)"),
            (lambda y, p, w: (y[:1], p), r"\(1, 6, 5\).* \(3, 6, 5\)"),
            (lambda y, p, w: (y[0], p[0]), r"`y_pred`.* \(6, 5, 4\)"),
            (lambda y, p, w: (y, p, w[:, 0]), r"`sample_weight`.*\(3, 5\)"),
            (lambda y, p, w: (y, p, w[:1]), r"`sample_weight`.*\(1, 6, 5\)"),
            (lambda y, p, w: (y, p, 2.0), r"`sample_weight`.*\(\)"),
            (lambda y, p, w: (y, p, w - 2), "`sample_weight`.* -"),
            (lambda y, p, w: (y, p, w * np.inf), "`sample_weight`.* inf"),
            (lambda y, p, w: (y, p, w * np.nan), "`sample_weight`.* nan"),
            (lambda y, p, w: (np.where(y == 1, 77, y), p), r"0\.\.3.* 77"),
            (lambda y, p, w: (np.where(y == 1, -7, y), p), r"0\.\.3.* -7"),
            (lambda y, p, w: (y + 2**32, p), r"0\.\.3.* 42949"),
            (lambda y, p, w: (np.where(y == 1, 1.5, y), p), r"0\.\.3.* 1\.5"),
            (lambda y, p, w: (y * np.nan, p), r"0\.\.3.* nan"),
        ],
    )
    def test_what_cannot_be_honored_is_refused(self, change, message):
        labels, logits, weights = self.draw()
        batch = change(labels.astype("int64"), logits, weights)

        with pytest.raises(ValueError, match=message):
            self.make()(*batch)

    def test_sizes_that_differ_when_it_runs_are_refused(self):
        labels, logits, weights = self.draw()
        turned = np.swapaxes(labels, 1, 2)

        with pytest.raises(tf.errors.InvalidArgumentError, match="same pixels"):
            self.trace(self.make(), rank_of_weights=1)(
                turned, logits, weights[:, 0, 0]
            )

        with pytest.raises(tf.errors.InvalidArgumentError, match="each pixel"):
            self.trace(self.make())(labels, logits, weights[:, :1])

    @pytest.mark.parametrize("shape", ["images", "pixels", "column"])
    def test_fit_reports_the_weighted_loss(self, shape):
        labels, logits, weights = self.draw()
        weights = {
            "images": weights[:, 0, 0],
            "pixels": weights,
            "column": weights[..., None],
        }[shape]
        expected = self.make()(labels, logits, weights)
        triples = tf.data.Dataset.from_tensors((logits, labels, weights))

        for data in ({"x": triples}, {"x": logits, "y": labels}):
            if "y" in data:
                data["sample_weight"] = weights
            history = self.compiled().fit(**data, verbose=0).history
            np.testing.assert_allclose(history["loss"][0], expected, rtol=1e-5)

    def test_class_weight_of_fit_is_refused(self):
        labels, logits, _ = self.draw()
        data = tf.data.Dataset.from_tensors((logits, labels % 4))

        with pytest.raises(ValueError, match="not `fit\\(class_weight=...\\)`"):
            self.compiled().fit(data, class_weight={0: 1.0, 3: 2.0}, verbose=0)

    def test_one_logit_is_two_of_which_the_first_is_zero(self):
        """Softmax of (0, z) is the sigmoid of z."""
        labels, logits, weights = self.draw()
        labels = np.where(labels == self.ignore_label, labels, labels % 2)
        logits = logits[..., :1]
        of_other_number = {"class_weights"} & self.init_kwargs.keys()
        loss = self.make(**dict.fromkeys(of_other_number))

        np.testing.assert_allclose(
            loss(labels, logits, weights),
            loss(labels, np.insert(logits, 0, 0.0, axis=-1), weights),
            rtol=1e-6,
        )
