import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.losses import MaskedCrossEntropy


def by_hand(labels, logits, ignore_label=255, class_weights=None):
    """Pixel after pixel, as the definition reads."""
    total, count = 0.0, 0.0
    classes = logits.shape[-1]
    weights = class_weights or [1.0] * classes
    for label, scores in zip(
        labels.ravel(), logits.reshape(-1, classes), strict=True
    ):
        if label == ignore_label:
            continue
        log_sum = np.log(np.sum(np.exp(scores)))
        total += weights[label] * (log_sum - scores[label])
        count += weights[label]
    return total / count if count else 0.0


@pytest.fixture
def batch():
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 4, (2, 3, 5)).astype("uint8")
    labels[0, 0] = 255
    logits = generator.normal(size=(2, 3, 5, 4)).astype("float32")
    return labels, logits


@pytest.mark.parametrize("class_weights", [None, (1.0, 0.0, 2.0, 0.5)])
def test_equals_the_definition(batch, class_weights):
    labels, logits = batch
    loss = MaskedCrossEntropy(class_weights=class_weights)(labels, logits)
    expected = by_hand(labels, logits, class_weights=class_weights)
    np.testing.assert_allclose(loss, expected, rtol=1e-6)


def test_ignored_pixels_change_nothing(batch):
    labels, logits = batch
    loss = MaskedCrossEntropy()
    before = loss(labels, logits)
    logits[labels == 255] += 100.0
    np.testing.assert_array_equal(loss(labels, logits), before)


def test_nothing_valid_gives_zero_and_no_gradient():
    labels = np.full((1, 2, 2), 255, "uint8")
    logits = tf.Variable(np.ones((1, 2, 2, 3), "float32"))
    with tf.GradientTape() as tape:
        loss = MaskedCrossEntropy()(labels, logits)
    assert float(loss) == 0.0
    assert np.abs(tape.gradient(loss, logits)).max() == 0.0


def test_another_ignore_label():
    labels = np.array([[[0, 1, 2]]])
    logits = np.eye(3, dtype="float32")[None, None]
    loss = MaskedCrossEntropy(ignore_label=2)(labels, logits)
    np.testing.assert_allclose(loss, by_hand(labels, logits, 2), rtol=1e-6)


def test_half_precision_logits_are_summed_in_float32():
    labels = np.zeros((1, 300, 300), "uint8")
    logits = np.zeros((1, 300, 300, 2), "float16")
    loss = MaskedCrossEntropy()(labels, logits)
    np.testing.assert_allclose(loss, np.log(2.0), rtol=1e-5)


def test_config_survives_serialization():
    loss = MaskedCrossEntropy(
        ignore_label=7,
        class_weights=(1.0, 2.0),
        label_downsampling="every_nth",
    )
    stored = keras.saving.serialize_keras_object(loss)
    revived = keras.saving.deserialize_keras_object(stored)
    assert revived.get_config() == loss.get_config()


def test_two_replicas_give_the_gradient_of_one(batch, two_replicas):
    """With the ignored pixels on one side, a mean of means would differ."""
    labels, logits = batch
    labels[0, 1:] = 255

    def fitted(strategy):
        with strategy.scope():
            model = keras.Sequential(
                [keras.Input((3, 5, 4)), keras.layers.Dense(4)]
            )
            model.set_weights([np.eye(4), np.zeros(4)])
            model.compile(
                keras.optimizers.SGD(1.0),
                MaskedCrossEntropy(),
                jit_compile=False,
            )
        data = tf.data.Dataset.from_tensors((logits, labels)).unbatch()
        data = data.batch(2, drop_remainder=True)
        history = model.fit(data, verbose=0, shuffle=False)
        return model.get_weights(), history.history["loss"][0]

    one, loss_of_one = fitted(tf.distribute.get_strategy())
    two, loss_of_two = fitted(two_replicas)
    np.testing.assert_allclose(loss_of_two, loss_of_one, rtol=1e-5)
    for mine, theirs in zip(one, two, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-5)


def test_smaller_logits_are_held_against_downsampled_labels():
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 4, (2, 9, 5)).astype("uint8")
    labels[:, 4] = 255
    logits = generator.normal(size=(2, 3, 2, 4)).astype("float32")
    loss = MaskedCrossEntropy(label_downsampling="align_corners")
    np.testing.assert_allclose(
        loss(labels, logits), by_hand(labels[:, ::4, ::4], logits), rtol=1e-6
    )


def test_refuses_smaller_logits_unless_told_what_to_do():
    labels, logits = np.zeros((1, 9, 9), "uint8"), np.zeros((1, 3, 3, 2), "f4")
    with pytest.raises(ValueError, match="set `label_downsampling`"):
        MaskedCrossEntropy()(labels, logits)


def test_refuses_unknown_label_downsampling():
    with pytest.raises(ValueError, match="Received: 'bilinear'"):
        MaskedCrossEntropy(label_downsampling="bilinear")
