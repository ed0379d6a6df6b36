import numpy as np
import pytest

from deeplab_family.metrics import KITTIRoad

THRESHOLDS = [i / 255 for i in range(256)]


def scores_by_definition(labels, scores):
    """Threshold by threshold over all pixels, as the benchmark tells it."""
    label, score = np.concatenate(labels), np.concatenate(scores)
    road, rest = score[label == 1], score[label == 0]
    points = []
    for threshold in THRESHOLDS:
        tp, fp = (road >= threshold).sum(), (rest >= threshold).sum()
        if tp == 0:
            continue  # precision and recall are 0
        precision, recall = tp / (tp + fp), tp / len(road)
        f1 = 2 * precision * recall / (precision + recall)
        points.append((f1, precision, recall, fp / len(rest), threshold))
    best = max(points, key=lambda point: point[0])
    ap = np.mean(
        [
            max(p for _, p, r, _, _ in points if r >= tenth / 10)
            for tenth in range(11)
        ]
    )
    return {
        "max_f": best[0],
        "average_precision": ap,
        "precision": best[1],
        "recall": best[2],
        "false_positive_rate": best[3],
        "false_negative_rate": 1 - best[2],
        "threshold": best[4],
    }


def draw(seed, size=(30, 40), sharpness=2.0):
    rng = np.random.default_rng(seed)
    label = (rng.random(size) < 0.4).astype("uint8")
    logits = sharpness * (label - 0.5) + rng.normal(size=size)
    score = 1 / (1 + np.exp(-2 * logits))
    label[rng.random(size) < 0.1] = 255
    return label, score


@pytest.mark.parametrize("sharpness", [0.3, 2.0, 8.0])
@pytest.mark.parametrize("dtype", ["float32", "float64", "uint8"])
def test_equals_the_definition(sharpness, dtype):
    measure, labels, scores = KITTIRoad(), [], []
    for seed in range(3):
        label, score = draw(seed, sharpness=sharpness)
        if dtype == "uint8":  # as in the benchmark's files
            score = np.round(255 * score).astype("uint8")
            measure.update(label, score)
            score = score / 255
        else:
            measure.update(label, score.astype(dtype))
        judged = label != 255
        labels.append(label[judged])
        scores.append(score[judged])

    expected = scores_by_definition(labels, scores)
    assert vars(measure.scores) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_a_score_of_k_255ths_reaches_its_threshold(dtype):
    score = (np.arange(256) / 255).astype(dtype)[None]
    measure = KITTIRoad()

    measure.update(np.ones((1, 256), int), score)

    np.testing.assert_array_equal(measure.counts[0], 1)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_the_next_float_below_a_threshold_does_not_reach_it(dtype):
    exact = (np.arange(1, 256) / 255).astype(dtype)
    below = np.nextafter(exact, exact.dtype.type(0))[None]
    measure = KITTIRoad()

    measure.update(np.ones(below.shape, int), below)

    np.testing.assert_array_equal(measure.counts[0], [1] * 255 + [0])


def test_four_pixels_by_hand():
    """Ranked: road, road, rest, road; at best all are called road."""
    label = np.array([[1, 1, 0, 1]])
    measure = KITTIRoad()

    measure.update(label, np.array([[0.9, 0.8, 0.6, 0.4]]))

    scores = measure.scores
    assert scores.max_f == pytest.approx(6 / 7)
    assert scores.precision == 3 / 4
    assert scores.recall == 1
    assert scores.threshold == 0
    # Precision 1 up to a recall of 2 / 3, then 3 / 4: tenths 0..6 and 7..10.
    assert scores.average_precision == pytest.approx((7 + 4 * 3 / 4) / 11)


def test_a_perfect_score():
    label = np.array([[0, 1], [1, 0]])
    measure = KITTIRoad()

    measure.update(label, label.astype("float32"))

    scores = measure.scores
    assert (scores.max_f, scores.average_precision) == (1, 1)
    assert scores.false_positive_rate == 0
    assert scores.threshold == 1 / 255


def test_another_class_may_be_the_road_and_others_are_none():
    label = np.array([[7, 0, 3, 255]])
    measure = KITTIRoad(road=7)

    measure.update(label, np.array([[0.5, 0.5, 0.5, 0.5]]))

    assert measure.counts.sum(axis=1).tolist() == [1, 2]


def test_without_road_there_is_no_score():
    measure = KITTIRoad()
    measure.update(np.zeros((2, 2), int), np.ones((2, 2)))

    assert all(np.isnan(value) for value in vars(measure.scores).values())


@pytest.mark.parametrize(
    ("score", "message"),
    [
        (np.full((2, 2), 1.2), "0..1. Received: 1.2"),
        (np.full((2, 2), np.nan), "Received: nan"),
        (np.ones((2, 2), int), "uint8 of 0..255. Received: int64"),
    ],
)
def test_scores_out_of_their_range_are_refused(score, message):
    with pytest.raises(ValueError, match=message):
        KITTIRoad().update(np.ones((2, 2), int), score)
