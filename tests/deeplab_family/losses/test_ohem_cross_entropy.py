import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.losses import MaskedCrossEntropy, OHEMCrossEntropy
from tests.contracts.loss import LossContract


class TestOHEMCrossEntropy(LossContract):
    loss_class = OHEMCrossEntropy
    init_kwargs = {
        "threshold": 0.1,
        "min_kept": 30,
        "ignore_label": 7,
        "name": "hard",
    }
    ignore_label = 7
    replica_kwargs = {"min_kept": 0}  # each keeps so many of its own


def by_hand(labels, logits, threshold, min_kept, ignore_label=255):
    """In terms of probabilities, sorted and picked one after another."""
    probabilities = []
    for label, scores in zip(
        labels.ravel(), logits.reshape(-1, logits.shape[-1]), strict=True
    ):
        exponents = np.exp(scores.astype("float64"))
        softmax = exponents / exponents.sum()
        probabilities.append(1.0 if label == ignore_label else softmax[label])
    if min_kept > np.sum(labels != ignore_label):
        limit = 1.0
    else:
        least = sorted(probabilities)[: max(min_kept, 1)]
        limit = max(threshold, least[-1] if min_kept else 0.0)
    kept = [
        -np.log(probability)
        for label, probability in zip(
            labels.ravel(), probabilities, strict=True
        )
        if label != ignore_label and probability <= limit
    ]
    return np.mean(kept) if kept else 0.0


@pytest.fixture
def batch():
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 4, (2, 5, 6)).astype("uint8")
    labels[0, 0] = 255
    logits = generator.normal(size=(2, 5, 6, 4)).astype("float32") * 2
    return labels, logits


@pytest.mark.parametrize("threshold", [0.01, 0.3, 0.7, 1.0])
@pytest.mark.parametrize("min_kept", [0, 1, 20, 53, 54, 55, 60, 1000])
def test_equals_the_definition(batch, threshold, min_kept):
    labels, logits = batch
    loss = OHEMCrossEntropy(threshold, min_kept)(labels, logits)
    expected = by_hand(labels, logits, threshold, min_kept)
    np.testing.assert_allclose(loss, expected, rtol=1e-5)


def test_keeping_all_is_the_plain_cross_entropy(batch):
    np.testing.assert_allclose(
        OHEMCrossEntropy(min_kept=1000)(*batch),
        MaskedCrossEntropy()(*batch),
        rtol=1e-6,
    )


def test_easy_pixels_get_no_gradient(batch):
    labels, logits = batch
    logits = tf.Variable(logits)
    with tf.GradientTape() as tape:
        loss = OHEMCrossEntropy(0.3, min_kept=1)(labels, logits)
    touched = np.abs(tape.gradient(loss, logits)).max(axis=-1) > 0
    softmax = tf.nn.softmax(logits).numpy()
    true_class = np.take_along_axis(
        softmax, np.where(labels == 255, 0, labels)[..., None].astype(int), -1
    )[..., 0]
    expected = (true_class <= 0.3) & (labels != 255)
    np.testing.assert_array_equal(touched, expected)


def test_nothing_valid_gives_zero_and_no_gradient():
    labels = np.full((1, 2, 2), 255, "uint8")
    logits = tf.Variable(np.ones((1, 2, 2, 3), "float32"))
    with tf.GradientTape() as tape:
        loss = OHEMCrossEntropy()(labels, logits)
    assert float(loss) == 0.0
    assert np.abs(tape.gradient(loss, logits)).max() == 0.0


def test_compiled_in_a_graph_of_unknown_size(batch):
    unknown = [
        tf.TensorSpec((None, None, None), "uint8"),
        tf.TensorSpec((None, None, None, 4), "float32"),
    ]
    loss = OHEMCrossEntropy(0.1, min_kept=20)
    traced = tf.function(loss, input_signature=unknown)
    np.testing.assert_allclose(traced(*batch), loss(*batch), rtol=1e-6)
    compiled = tf.function(loss, jit_compile=True)
    np.testing.assert_allclose(compiled(*batch), loss(*batch), rtol=1e-6)


def test_kept_pixels_are_weighed(batch):
    """Weights of 2 count a pixel twice, but do not make it harder."""
    labels, logits = batch
    doubled = np.arange(labels.size).reshape(labels.shape) % 3 == 0
    loss = OHEMCrossEntropy(0.3, min_kept=0)
    total = 0.0, 0
    for pixels in (labels, np.where(doubled, labels, 255)):
        softmax = tf.nn.softmax(logits).numpy()
        true_class = np.take_along_axis(
            softmax,
            np.where(pixels == 255, 0, pixels)[..., None].astype(int),
            -1,
        )[..., 0]
        hard = (true_class <= 0.3) & (pixels != 255)
        total = (
            total[0] - np.log(true_class[hard]).sum(),
            total[1] + hard.sum(),
        )
    np.testing.assert_allclose(
        loss(labels, logits, 1.0 + doubled), total[0] / total[1], rtol=1e-5
    )


@pytest.mark.parametrize(
    "arguments",
    [
        {"threshold": 0.0},
        {"threshold": 1.5},
        {"min_kept": -1},
        {"min_kept": 0.5},
        {"ignore_label": None},
    ],
)
def test_refuses_what_makes_no_sense(arguments):
    with pytest.raises(ValueError, match=f"`{next(iter(arguments))}`"):
        OHEMCrossEntropy(**arguments)
