import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from deeplab_family.metrics import (
    PixelSample,
    fit_temperature,
    with_temperature,
)


def draw(temperature, pixels=4000, classes=6, seed=0):
    """Logits, and labels drawn from their softmax at a temperature."""
    rng = np.random.default_rng(seed)
    logits = 4 * rng.normal(size=(pixels, classes))
    noise = rng.gumbel(size=logits.shape)
    return logits, (logits / temperature + noise).argmax(axis=1)


def cross_entropy(logits, labels, temperature):
    logs = log_softmax(logits / temperature, axis=1)
    return -logs[np.arange(len(labels)), labels].mean()


@pytest.mark.parametrize("temperature", [0.3, 1.0, 2.5, 20.0])
def test_equals_scipys_minimum_and_is_near_the_truth(temperature):
    logits, labels = draw(temperature)

    fitted = fit_temperature(logits, labels)

    best = minimize_scalar(
        lambda t: cross_entropy(logits, labels, np.exp(t)),
        bounds=(-4, 4),
        method="bounded",
        options={"xatol": 1e-7},
    )
    assert fitted == pytest.approx(np.exp(best.x), rel=1e-4)
    assert fitted == pytest.approx(temperature, rel=0.15)


def test_log_probabilities_do_as_well_as_logits():
    logits, labels = draw(2.0)

    assert fit_temperature(
        log_softmax(logits, axis=1), labels
    ) == pytest.approx(fit_temperature(logits, labels))


def test_a_network_that_is_always_right_may_be_as_sure_as_can_be():
    logits, _ = draw(1.0)

    assert fit_temperature(logits, logits.argmax(1)) == pytest.approx(0.01)
    assert fit_temperature(logits, logits.argmin(1)) == pytest.approx(100)


def test_no_pixel_has_no_temperature():
    with pytest.raises(ValueError, match="one labeled pixel"):
        fit_temperature(np.empty((0, 3)), np.empty(0, int))


def test_probabilities_at_a_temperature_are_those_of_divided_logits():
    logits, _ = draw(1.0, pixels=30)
    probabilities = np.exp(log_softmax(logits, axis=1)).reshape(5, 6, 6)

    warm = with_temperature(probabilities, 2.5)

    expected = np.exp(log_softmax(logits / 2.5, axis=1)).reshape(5, 6, 6)
    np.testing.assert_allclose(warm, expected, rtol=1e-4)
    np.testing.assert_array_equal(warm.argmax(-1), probabilities.argmax(-1))
    assert with_temperature(np.array([[1.0, 0.0]]), 3.0)[0, 0] == 1
    with pytest.raises(ValueError, match="above 0. Received: 0"):
        with_temperature(probabilities, 0)


def as_images(logits, labels, side=20):
    probabilities = np.exp(log_softmax(logits, axis=1))
    rows = side * side
    for start in range(0, len(labels), rows):
        part = slice(start, start + rows)
        yield (
            labels[part].reshape(side, side),
            probabilities[part].reshape(side, side, -1).astype("float32"),
        )


def test_a_large_sample_is_every_judged_pixel():
    logits, labels = draw(2.0)
    labels[::7] = 255
    sample = PixelSample(size=5000)
    for image in as_images(logits, labels):
        sample.update(*image)

    kept = labels != 255
    np.testing.assert_array_equal(np.sort(sample.labels), np.sort(labels[kept]))
    fitted = fit_temperature(sample.log_probabilities, sample.labels)
    expected = fit_temperature(logits[kept], labels[kept])
    assert fitted == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("merged", [False, True])
def test_a_small_sample_is_even_over_all_images(merged):
    """The probability of class 0 tells the pixel; 1,000 of 10 x 400."""
    codes = np.arange(1, 4001) / 8000
    samples = [PixelSample(1000, seed=seed) for seed in (1, 2)]
    for number in range(10):
        part = codes[400 * number : 400 * (number + 1)].reshape(20, 20)
        pair = np.stack([part, 1 - part], axis=-1)
        sample = samples[number % 2 if merged else 0]
        sample.update(np.zeros((20, 20), int), pair)
    if merged:
        samples[0].merge(samples[1])

    found = np.exp(samples[0].log_probabilities[:, 0]) * 8000
    found = np.sort(found.round().astype(int))
    assert len(found) == len(np.unique(found)) == 1000
    image = np.bincount((found - 1) // 400, minlength=10)
    assert image.sum() == 1000
    assert 65 < image.min() <= image.max() < 135  # 100 each, four sigma


def test_labels_and_rows_of_a_sample_belong_together():
    rng = np.random.default_rng(0)
    sample = PixelSample(50)
    for _ in range(5):
        label = rng.integers(0, 4, (10, 10))
        sample.update(label, np.eye(4)[label])

    assert len(sample.labels) == 50
    np.testing.assert_array_equal(
        sample.log_probabilities.argmax(1), sample.labels
    )


def test_labels_that_are_no_class_are_refused():
    with pytest.raises(ValueError, match=r"0..2 and 255 .*Received: 3 to 3"):
        PixelSample().update(np.full((2, 2), 3), np.ones((2, 2, 3)) / 3)
    with pytest.raises(ValueError, match="`size`"):
        PixelSample(0)
