import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.losses import MultilabelCrossEntropy
from tests.contracts.loss import LossPromises


class MultilabelContract(LossPromises):
    """A map of 0, 1 or ignored for each class."""

    label_rank = 4
    num_ids = 2

    def draw(self, seed=0):
        rng = np.random.default_rng(seed)
        labels = rng.integers(0, 2, (3, 6, 5, self.num_classes))
        labels[rng.random(labels.shape) < 0.2] = self.ignore_label
        return (
            labels.astype("int32"),
            rng.normal(size=labels.shape).astype("float32"),
            rng.uniform(0.5, 2.0, labels.shape).astype("float32"),
        )

    def test_weights_of_pixels_and_images_are_those_of_their_entries(self):
        labels, logits, weights = self.draw()
        of_pixels, of_images = weights[..., 0], weights[:, 0, 0, 0]
        for given, of_entries in (
            (of_pixels, of_pixels[..., None]),
            (of_pixels[..., None], of_pixels[..., None]),
            (of_images, of_images[:, None, None, None]),
            (of_images[:, None, None], of_images[:, None, None, None]),
        ):
            np.testing.assert_allclose(
                self.make()(labels, logits, given),
                self.make()(labels, logits, of_entries * np.ones_like(weights)),
                rtol=1e-6,
            )

    def test_fit_reports_the_weighted_loss(self):
        batch = self.draw()
        labels, logits, weights = batch
        triples = tf.data.Dataset.from_tensors((logits, labels, weights))
        history = self.compiled().fit(triples, verbose=0).history
        expected = self.make()(*batch)
        np.testing.assert_allclose(history["loss"][0], expected, rtol=1e-5)


class TestMultilabelCrossEntropy(MultilabelContract):
    loss_class = MultilabelCrossEntropy
    init_kwargs = {"ignore_label": 9, "name": "any_of_them"}
    ignore_label = 9


class TestWithClassWeights(MultilabelContract):
    loss_class = MultilabelCrossEntropy
    init_kwargs = {"class_weights": {1: 3.0, 2: 0.5}}


@pytest.fixture
def batch():
    return TestMultilabelCrossEntropy().draw()


@pytest.mark.parametrize("class_weights", [None, (1.0, 0.0, 3.0, 0.5)])
def test_equals_the_definition(batch, class_weights):
    labels, logits, weights = batch
    valid = labels != 9
    odds = 1 / (1 + np.exp(-logits.astype("float64")))
    losses = -np.where(labels == 1, np.log(odds), np.log(1 - odds))
    weights = weights * np.array(class_weights or [1.0] * 4)
    expected = (losses * weights)[valid].sum() / weights[valid].sum()
    loss = MultilabelCrossEntropy(9, class_weights)
    np.testing.assert_allclose(loss(*batch), expected, rtol=1e-5)


def test_equals_keras_where_nothing_is_ignored(batch):
    labels, logits, _ = batch
    labels = labels % 2
    np.testing.assert_allclose(
        MultilabelCrossEntropy()(labels, logits),
        keras.losses.BinaryCrossentropy(from_logits=True)(labels, logits),
        rtol=1e-5,
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda y, p, w: (y[..., 0], p), r"MaskedCrossEntropy.*\(3, 6, 5\)"),
        (lambda y, p, w: (y[..., :3], p), r"\(3, 6, 5, 3\).*\(3, 6, 5, 4\)"),
        (lambda y, p, w: (y, p[..., 0]), r"`y_pred`.*\(3, 6, 5\)"),
        (lambda y, p, w: (y, p, w[:1]), "`sample_weight`"),
        (lambda y, p, w: (y, p, w[..., :2]), "`sample_weight`"),
        (lambda y, p, w: (y, p, -w), "`sample_weight`.* -"),
        (lambda y, p, w: (y + 1, p), r"0\.\.1.* 2"),
    ],
)
def test_what_cannot_be_honored_is_refused(batch, change, message):
    with pytest.raises(ValueError, match=message):
        MultilabelCrossEntropy(9)(*change(*batch))


def test_refuses_weights_of_other_classes(batch):
    with pytest.raises(ValueError, match="`class_weights` must be 4 numbers"):
        MultilabelCrossEntropy(9, (1.0, 2.0))(*batch)
