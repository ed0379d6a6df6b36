import numpy as np

from deeplab_family.inference.prediction import prediction_from_logits


def test_probabilities_are_the_softmax_of_the_logits():
    logits = np.log(np.array([[[[1.0, 2.0, 5.0]]]], np.float32))
    answer = prediction_from_logits(logits)
    np.testing.assert_allclose(
        answer.probabilities[0, 0, 0], [0.125, 0.25, 0.625], rtol=1e-6
    )
    assert answer.probabilities.dtype == np.float32
    assert answer.class_map.dtype == np.uint8
    assert answer.class_map[0, 0, 0] == 2


def test_large_logits_do_not_overflow():
    logits = np.array([[[[3000.0, 2999.0, -3000.0]]]], np.float32)
    probabilities = prediction_from_logits(logits).probabilities
    assert np.isfinite(probabilities).all()
    np.testing.assert_allclose(probabilities.sum(), 1.0, rtol=1e-6)


def test_the_class_follows_the_logits_where_probabilities_tie():
    logits = np.array([[[[0.0, 100.0, 100.00001]]]], np.float32)
    assert prediction_from_logits(logits).class_map[0, 0, 0] == 2


def test_the_logits_are_left_as_they_were():
    logits = np.ones((1, 2, 2, 3), np.float32)
    prediction_from_logits(logits)
    assert (logits == 1).all()


def test_probabilities_wait_until_somebody_asks(monkeypatch):
    asked = []
    module = "deeplab_family.inference.prediction.softmax"
    monkeypatch.setattr(module, lambda logits: asked.append(1) or logits)
    prediction = prediction_from_logits(np.zeros((1, 2, 2, 3), "float32"))
    assert prediction.class_map.shape == (1, 2, 2) and not asked
    assert prediction.probabilities is prediction.probabilities
    assert asked == [1]
