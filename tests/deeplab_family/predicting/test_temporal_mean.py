import numpy as np
import pytest

from deeplab_family.predicting import TemporalMean

FRAMES = np.random.default_rng(0).dirichlet(np.ones(3), (6, 4, 5))
FRAMES = FRAMES.astype(np.float32)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_it_is_the_exponential_mean(share):
    """mean(t) = sum of (1 - s) s^k frame(t - k), the first frame s^t."""
    mean = TemporalMean(share)
    for t, frame in enumerate(FRAMES):
        weights = [(1 - share) * share ** (t - k) for k in range(t + 1)]
        weights[0] = share**t
        expected = np.tensordot(weights, FRAMES[: t + 1].astype(float), 1)
        np.testing.assert_allclose(mean(frame), expected, atol=1e-6)
        np.testing.assert_allclose(mean._mean.sum(axis=-1), 1, atol=1e-6)


def test_a_sudden_change_has_come_through_by_one_minus_share_to_the_n():
    mean = TemporalMean(0.5)
    before, after = np.zeros((1, 1, 1), np.float32), np.ones((1, 1, 1))
    mean(before)
    assert [float(mean(after).item()) for _ in range(3)] == [0.5, 0.75, 0.875]


def test_what_was_given_is_not_changed_later():
    mean = TemporalMean(0.5)
    first = mean(FRAMES[0])
    kept = first.copy()
    mean(FRAMES[1])
    np.testing.assert_array_equal(first, kept)
    np.testing.assert_array_equal(FRAMES[0], kept)


@pytest.mark.parametrize("share", [-0.1, 1.0, float("nan")])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(ValueError, match=f"Received: {share}"):
        TemporalMean(share)
