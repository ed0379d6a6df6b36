import numpy as np
import pytest

from deeplab_family.evaluation.measures import CalibrationMeasure
from tests.deeplab_family.evaluation.measures.judged import judged


def sure_of(confidence, size=(4, 5)):
    """Class 0 with this probability, everywhere."""
    return np.broadcast_to([confidence, 1 - confidence], (*size, 2))


def test_what_is_always_right_at_80_percent_is_off_by_20():
    measure = CalibrationMeasure()
    row = measure.add(judged(np.zeros((4, 5)), probabilities=sure_of(0.8)))
    assert row["confidence"] == pytest.approx(0.8)
    facts = measure.facts()
    assert facts["expected_error"] == pytest.approx(0.2, abs=1e-6)
    full = [entry for entry in facts["bins"] if entry["pixels"]]
    assert full == [{"pixels": 20, "confidence": 0.8, "accuracy": 1.0}]
    assert measure.table().rows == (("0.8000", "1.0000", "100.00%"),)


def test_a_temperature_divides_the_logits():
    """Odds of 16 to 1 become 4 to 1 at temperature 2."""
    measure = CalibrationMeasure(temperature=2)
    probabilities = sure_of(16 / 17)
    row = measure.add(judged(np.zeros((4, 5)), probabilities=probabilities))
    assert row["confidence"] == pytest.approx(4 / 5)
    assert measure.facts()["temperature"] == 2


def too_sure(seed):
    """Labels drawn from softmax(z / 2), probabilities softmax(z)."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(0, 3, (60, 80, 4))
    true = np.exp(logits / 2)
    true /= true.sum(axis=-1, keepdims=True)
    draws = rng.random((60, 80, 1))
    labels = (true.cumsum(axis=-1) < draws).sum(axis=-1)
    shares = np.exp(logits)
    return judged(
        np.minimum(labels, 3),
        probabilities=shares / shares.sum(axis=-1, keepdims=True),
    )


def test_the_temperature_that_made_it_too_sure_is_found():
    fit = CalibrationMeasure(temperature="fit")
    for seed in range(4):
        fit.add(too_sure(seed))
    temperature, error = fit.fitted
    assert temperature == pytest.approx(2, rel=0.05)
    assert fit.counts.expected_error > 0.1 > 0.02 > error
    caption = fit.table().caption
    assert f"Judge it on others: --temperature {temperature:.4g}" in caption

    other = CalibrationMeasure(temperature=temperature)
    other.add(too_sure(9))
    assert other.counts.expected_error < 0.03
    assert f"at temperature {temperature:g}" in other.table().title


def test_what_nobody_judges_counts_for_nothing():
    measure = CalibrationMeasure(temperature="fit")
    row = measure.add(judged(np.full((4, 5), 255), probabilities=sure_of(0.8)))
    assert np.isnan(row["confidence"])
    facts = measure.facts()
    assert facts["expected_error"] is None and "fitted" not in facts


@pytest.mark.parametrize("temperature", [0, -1.0])
def test_no_temperature_is_zero(temperature):
    with pytest.raises(ValueError, match="above 0, or 'fit'"):
        CalibrationMeasure(temperature=temperature)


def test_where_no_pixel_is_judged_the_table_says_so():
    measure = CalibrationMeasure(temperature="fit")
    ignored = np.full((4, 5), 255)
    measure.add(judged(ignored, np.zeros((4, 5)), sure_of(0.8)))
    table = measure.table()
    assert table.title == "Calibration: no pixel is labeled with a class"
    assert table.caption.startswith("The temperature was not fitted")
    assert "fitted" not in measure.facts()
