import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.losses import MaskedCrossEntropy
from tests.contracts.loss import LossContract


class TestMaskedCrossEntropy(LossContract):
    loss_class = MaskedCrossEntropy
    init_kwargs = {"ignore_label": 9, "name": "pixels"}
    ignore_label = 9


class TestWithClassWeights(LossContract):
    loss_class = MaskedCrossEntropy
    init_kwargs = {"class_weights": {0: 3.0, 2: 0.5}}


class TestWithClassBalance(LossContract):
    loss_class = MaskedCrossEntropy
    init_kwargs = {"class_balance": 0.5}


class TestWithLabelSmoothing(LossContract):
    loss_class = MaskedCrossEntropy
    init_kwargs = {"label_smoothing": 0.2}


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


@pytest.mark.parametrize("masked", [False, True])
def test_equals_keras_with_sample_weights(batch, masked):
    labels, logits = batch
    weights = np.random.default_rng(1).uniform(0, 3, labels.shape)
    logits = tf.constant(logits)
    if masked:
        logits._keras_mask = tf.constant(weights < 1.5)
    keras_loss = keras.losses.SparseCategoricalCrossentropy(
        from_logits=True,
        ignore_class=255,
        reduction="mean_with_sample_weight",
    )
    np.testing.assert_allclose(
        MaskedCrossEntropy()(labels, logits, weights),
        keras_loss(labels, logits, weights),
        rtol=1e-6,
    )


def test_equals_keras_default_without_weights(batch):
    keras_loss = keras.losses.SparseCategoricalCrossentropy(
        from_logits=True, ignore_class=255
    )
    np.testing.assert_allclose(
        MaskedCrossEntropy()(*batch), keras_loss(*batch), rtol=1e-6
    )


def test_class_weights_are_weights_of_the_pixels(batch):
    labels, logits = batch
    of_classes = np.array([1.0, 0.0, 2.0, 0.5], "float32")
    of_pixels = of_classes[np.where(labels == 255, 0, labels)]
    np.testing.assert_allclose(
        MaskedCrossEntropy(class_weights={1: 0, 2: 2, 3: 0.5})(labels, logits),
        MaskedCrossEntropy()(labels, logits, of_pixels),
        rtol=1e-6,
    )


def test_a_balance_of_one_lets_the_classes_that_are_there_count_alike(batch):
    labels, logits = batch
    labels[labels == 3] = 0
    loss = MaskedCrossEntropy(class_balance=1.0)(labels, logits)
    means = [
        by_hand(np.where(labels == each, labels, 255), logits)
        for each in range(3)
    ]
    np.testing.assert_allclose(loss, np.mean(means), rtol=1e-5)


def test_a_balance_weighs_pixels_by_a_power_of_the_share_of_their_class(batch):
    labels, logits = batch
    counts = np.bincount(labels[labels < 4], minlength=4)
    shares = counts / counts.sum()
    np.testing.assert_allclose(
        MaskedCrossEntropy(class_balance=0.5)(labels, logits),
        MaskedCrossEntropy(class_weights=tuple(shares**-0.5))(labels, logits),
        rtol=1e-5,
    )


def test_smoothed_labels_equal_those_of_keras(batch):
    labels, logits = batch
    labels[labels == 255] = 0
    keras_loss = keras.losses.CategoricalCrossentropy(
        from_logits=True, label_smoothing=0.3
    )
    np.testing.assert_allclose(
        MaskedCrossEntropy(label_smoothing=0.3)(labels, logits),
        keras_loss(np.eye(4)[labels], logits),
        rtol=1e-5,
    )


@pytest.mark.parametrize("share", [-0.1, 1.0, float("nan")])
def test_refuses_a_smoothing_that_is_no_share(share):
    with pytest.raises(ValueError, match="`label_smoothing`"):
        MaskedCrossEntropy(label_smoothing=share)


@pytest.mark.parametrize("balance", [-0.1, 1.1, float("nan")])
def test_refuses_a_balance_that_is_no_share(balance):
    with pytest.raises(ValueError, match="`class_balance`"):
        MaskedCrossEntropy(class_balance=balance)


@pytest.mark.parametrize("class_weights", [(1.0, 2.0), {0: 1.0, 3: 2.0}])
def test_config_survives_the_file_of_a_model(class_weights, tmp_path):
    loss = MaskedCrossEntropy(7, class_weights, "every_nth")
    model = keras.Sequential([keras.Input((3, 3, 4)), keras.layers.Dense(4)])
    model.compile("sgd", loss)
    model.save(tmp_path / "model.keras")
    revived = keras.saving.load_model(tmp_path / "model.keras").loss
    assert revived.get_config() == loss.get_config()


@pytest.mark.parametrize(
    ("weighted", "balance"), [(False, 0.0), (True, 0.0), (True, 0.5)]
)
def test_two_replicas_give_the_gradient_of_one(
    batch, two_replicas, weighted, balance
):
    """With the ignored pixels on one side, a mean of means would differ."""
    labels, logits = batch
    labels[0, 2:] = 255  # row 0 is ignored as it is
    weights = np.linspace(0, 5, labels.size).reshape(labels.shape)
    arrays = (logits, labels, weights) if weighted else (logits, labels)

    def fitted(strategy):
        with strategy.scope():
            model = keras.Sequential(
                [keras.Input((3, 5, 4)), keras.layers.Dense(4)]
            )
            model.set_weights([np.eye(4), np.zeros(4)])
            model.compile(
                keras.optimizers.SGD(1.0),
                MaskedCrossEntropy(class_balance=balance),
                jit_compile=False,
            )
        data = tf.data.Dataset.from_tensors(arrays).unbatch()
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


def test_weights_shrink_as_their_labels_do():
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 4, (2, 9, 5)).astype("uint8")
    weights = generator.uniform(0, 2, labels.shape)
    logits = tf.constant(generator.normal(size=(2, 3, 2, 4)), "float32")
    mask = generator.random((2, 3, 2)) < 0.7
    expected = MaskedCrossEntropy()(
        labels[:, ::4, ::4], logits, weights[:, ::4, ::4] * mask
    )
    logits._keras_mask = tf.constant(mask)
    loss = MaskedCrossEntropy(label_downsampling="every_nth")
    np.testing.assert_allclose(
        loss(labels[..., None], logits, weights[..., None]), expected, rtol=1e-6
    )


def test_sizes_that_cannot_shrink_when_it_runs_are_refused():
    loss = MaskedCrossEntropy(label_downsampling="every_nth")
    unknown = [
        tf.TensorSpec((None, None, None), "int32"),
        tf.TensorSpec((None, None, None, 2), "float32"),
    ]
    traced = tf.function(loss, input_signature=unknown)
    with pytest.raises(tf.errors.InvalidArgumentError, match="same pixels"):
        traced(np.zeros((1, 13, 13), "int32"), np.zeros((1, 8, 7, 2), "f4"))


def test_refuses_smaller_logits_unless_told_what_to_do():
    labels, logits = np.zeros((1, 9, 9), "uint8"), np.zeros((1, 3, 3, 2), "f4")
    with pytest.raises(ValueError, match="set `label_downsampling`"):
        MaskedCrossEntropy()(labels, logits)


def test_refuses_unknown_label_downsampling():
    with pytest.raises(ValueError, match="Received: 'bilinear'"):
        MaskedCrossEntropy(label_downsampling="bilinear")


@pytest.mark.parametrize("class_weights", [(1.0, 2.0), {0: 1.0, 3: 1.0}])
def test_refuses_class_weights_of_other_classes(class_weights):
    loss = MaskedCrossEntropy(class_weights=class_weights)
    with pytest.raises(ValueError, match="`class_weights`"):
        loss(np.zeros((1, 2, 2)), np.zeros((1, 2, 2, 3)))
