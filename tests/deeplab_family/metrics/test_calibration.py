import numpy as np
import pytest

from deeplab_family.metrics import Calibration


def draw(seed, size=(50, 60), over=1.0):
    """Predictions that are right as often as confidence / over."""
    rng = np.random.default_rng(seed)
    label = rng.integers(0, 5, size)
    confidence = rng.uniform(0.2, 1, size).astype("float32")
    right = rng.random(size) < confidence / over
    prediction = np.where(right, label, (label + 1) % 5)
    label[rng.random(size) < 0.1] = 255
    return label, prediction, confidence


@pytest.mark.parametrize("bins", [1, 10, 15])
def test_equals_the_definition(bins):
    measure = Calibration(bins)
    images = [draw(seed, over=1.2) for seed in range(2)]
    for image in images:
        measure.update(*image)

    label, prediction, confidence = (
        np.concatenate([part.ravel() for part in parts])
        for parts in zip(*images, strict=True)
    )
    kept = label != 255
    right, confidence = (label == prediction)[kept], confidence[kept]
    error, worst = 0, 0
    for m in range(bins):
        inside = (m / bins < confidence) & (confidence <= (m + 1) / bins)
        if inside.any():
            accuracy, mean = right[inside].mean(), confidence[inside].mean()
            error += inside.mean() * abs(accuracy - mean)
            worst = max(worst, abs(accuracy - mean))
            assert measure.accuracy[m] == pytest.approx(accuracy)
            assert measure.confidence[m] == pytest.approx(mean, abs=1e-6)
        else:
            assert np.isnan(measure.accuracy[m])
        assert measure.pixels[m] == inside.sum()
    assert measure.expected_error == pytest.approx(error, abs=1e-6)
    assert measure.maximum_error == pytest.approx(worst, abs=1e-6)


def test_four_pixels_by_hand():
    label = np.array([[1, 1, 2, 2]])
    prediction = np.array([[1, 0, 2, 2]])
    measure = Calibration(10)

    measure.update(label, prediction, np.array([[0.75, 0.75, 0.95, 1.0]]))

    # Two of 0.75, one of them right; two of 0.975 on average, both right.
    assert measure.expected_error == pytest.approx((0.25 + 0.025) / 2)
    assert measure.maximum_error == pytest.approx(0.25)


def test_who_is_right_as_often_as_sure_has_no_error():
    honest, sure = Calibration(), Calibration()
    honest.update(*draw(0, (500, 500)))
    sure.update(*draw(0, (500, 500), over=1.5))

    assert honest.expected_error < 0.006
    assert sure.expected_error > 0.15


def test_a_bin_holds_its_upper_end():
    measure = Calibration(4)

    measure.update(
        np.zeros((1, 4), int),
        np.zeros((1, 4), int),
        np.array([[0.0, 0.25, 0.2501, 1.0]]),
    )

    assert measure.pixels.tolist() == [2, 1, 0, 1]


def test_nothing_judged_has_no_score():
    measure = Calibration()
    measure.update(*[np.full((2, 2), 255)] * 2, np.ones((2, 2)))

    assert np.isnan(measure.expected_error)
    assert np.isnan(measure.maximum_error)


@pytest.mark.parametrize("bad", [-0.1, 1.1, np.nan])
def test_confidences_out_of_their_range_are_refused(bad):
    label = np.zeros((2, 2), int)

    with pytest.raises(ValueError, match=f"0..1. Received: {bad}"):
        Calibration().update(label, label, np.full((2, 2), bad))


def test_no_bins_are_refused():
    with pytest.raises(ValueError, match="`bins`"):
        Calibration(0)
