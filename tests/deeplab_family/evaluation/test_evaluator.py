import json
import tracemalloc
from types import SimpleNamespace

import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.evaluation import Measure, evaluate
from deeplab_family.metrics import MeanIoU
from input_pipeline import DataError
from input_pipeline.datasets.spec import DatasetSpec

NAMES = ("road", "tree", "sky")


def first_channel(images):
    """Predicts what the red channel says."""
    return SimpleNamespace(class_map=images[..., 0])


def draw_batches(sizes=(2, 2, 1), ignore_label=255):
    rng = np.random.default_rng(0)
    for size in sizes:
        images = rng.integers(0, 3, (size, 6, 7, 3)).astype("uint8")
        labels = rng.integers(0, 3, (size, 6, 7)).astype("uint8")
        labels[:, 0] = ignore_label
        yield images, labels


def test_equals_the_metric_over_all_batches():
    metric = MeanIoU(3)
    for images, labels in draw_batches():
        metric.update_state(labels, images[..., 0])

    scores = evaluate(first_channel, draw_batches(), NAMES)

    np.testing.assert_array_equal(scores.confusion, metric.confusion)
    assert scores.mean_iou == pytest.approx(float(metric.result()))
    assert scores.images == 5


def test_a_perfect_prediction_scores_one():
    batches = [(np.repeat(x[..., None], 3, -1), x) for _, x in draw_batches()]

    scores = evaluate(first_channel, batches, NAMES)

    assert scores.mean_iou == scores.pixel_accuracy == 1.0


def test_a_tf_dataset_and_a_spec_will_do():
    spec = DatasetSpec(
        class_names=NAMES, palette=((0, 0, 0),) * 3, ignore_label=200
    )
    dataset = tf.data.Dataset.from_generator(
        lambda: draw_batches(ignore_label=200),
        output_signature=(
            tf.TensorSpec((None, 6, 7, 3), tf.uint8),
            tf.TensorSpec((None, 6, 7), tf.uint8),
        ),
    )

    scores = evaluate(first_channel, dataset, spec)

    assert scores.ignored_pixels == 5 * 7
    assert scores.class_names == NAMES


def test_progress_hears_of_every_batch():
    heard = []

    evaluate(first_channel, draw_batches(), NAMES, progress=heard.append)

    assert heard == [2, 4, 5]


def test_another_number_of_classes_is_refused_before_any_work():
    def predictor(images):
        pytest.fail("must not be called")

    predictor.num_classes = 21

    with pytest.raises(ValueError, match=r"knows 21 classes.*has 3 \(road"):
        evaluate(predictor, draw_batches(), NAMES)


def test_predictions_beyond_the_classes_are_refused():
    with pytest.raises(ValueError, match=r"predicts the ids 2, but.* 2 class"):
        batches = [(i, np.minimum(y, 1)) for i, y in draw_batches()]
        evaluate(first_channel, batches, NAMES[:2])


def test_a_strange_label_is_refused_and_its_image_named():
    batches = list(draw_batches())
    batches[1][1][1, 3, 3] = 77

    with pytest.raises(
        DataError, match=r"image 4 hold the ids 77.*0\.\.2 and 255"
    ):
        evaluate(first_channel, batches, NAMES)


def test_sizes_that_differ_are_refused():
    def smaller(images):
        return SimpleNamespace(class_map=images[:, ::2, ::2, 0])

    with pytest.raises(ValueError, match="shape of its labels"):
        evaluate(smaller, draw_batches(), NAMES)


def test_an_empty_split_is_refused():
    with pytest.raises(DataError, match="no image"):
        evaluate(first_channel, [], NAMES)


def named(names):
    def predictor(images):
        return first_channel(images)

    predictor.class_names, predictor.num_classes = names, 3
    return predictor


def test_the_same_classes_in_another_order_are_refused():
    with pytest.raises(
        ValueError, match="model's class 0 is 'sky', the data's is 'road'"
    ):
        evaluate(named(NAMES[::-1]), draw_batches(), NAMES)


def test_names_that_nobody_gave_are_told_and_passed(caplog):
    evaluate(named(NAMES), draw_batches(), NAMES)
    assert not caplog.records
    evaluate(named(None), draw_batches(), NAMES)
    assert "the model does not name its classes" in caplog.text


@pytest.mark.parametrize("kind", ["numbered", "a class map alone"])
def test_a_predictor_without_names_is_told_whatever_its_kind(kind, caplog):
    predictor = named(None)
    predictor.num_classes = 3 if kind == "numbered" else None
    evaluate(predictor, draw_batches(), NAMES)
    assert "the model does not name its classes" in caplog.text


def test_each_image_has_a_row_of_its_own():
    names = [f"{letter}.png" for letter in "abcde"]
    scores = evaluate(first_channel, draw_batches(), NAMES, image_names=names)

    assert [row.name for row in scores.rows] == names
    alone = [
        evaluate(first_channel, [(x[None], y[None])], NAMES)
        for images, labels in draw_batches()
        for x, y in zip(images, labels, strict=True)
    ]
    for row, one in zip(scores.rows, alone, strict=True):
        assert row.mean_iou == pytest.approx(one.mean_iou)
        assert row.pixel_accuracy == pytest.approx(one.pixel_accuracy)
        assert row.ignored_pixels == 7 and row.judged_pixels == 35
        assert row.counts.nbytes == 12 * len(NAMES)
    total = sum(row.counts.astype(int) for row in scores.rows)
    np.testing.assert_array_equal(total[0], scores.class_counts.hits)


def test_a_wrong_number_of_names_is_refused():
    with pytest.raises(ValueError, match="4 names for 5 images"):
        evaluate(first_channel, draw_batches(), NAMES, image_names="abcd")


class Road(Measure):
    """Share of the pixels predicted as road, of each image and of all."""

    name = "road"

    def __init__(self):
        self.shares = []

    def add(self, judged):
        np.testing.assert_array_equal(judged.class_map, judged.image[..., 0])
        assert judged.labels.shape == (6, 7)
        self.shares.append(float((judged.class_map == 0).mean()))
        return {"road": self.shares[-1]}

    def facts(self):
        return {"mean": float(np.mean(self.shares))}


def test_measures_see_each_image_with_its_labels_and_its_prediction():
    scores = evaluate(first_channel, draw_batches(), NAMES, measures=[Road()])

    shares = [(x[..., 0] == 0).mean() for b, _ in draw_batches() for x in b]
    assert [row.measured["road"] for row in scores.rows] == shares
    content = json.loads(scores.to_json())
    assert content["road"]["mean"] == pytest.approx(np.mean(shares))


def test_a_measure_of_probabilities_needs_them():
    class Sure(Measure):
        def add(self, judged):
            return {"sure": judged.probabilities.max()}

    with pytest.raises(ValueError, match="answers with a class map alone"):
        evaluate(first_channel, draw_batches(), NAMES, measures=[Sure()])


def peak(images):
    """Bytes of an evaluation at its most, of images of 60 kB."""

    def batches():
        for _ in range(images):
            yield (
                np.zeros((1, 100, 150, 3), np.uint8),
                np.zeros((1, 100, 150), np.uint8),
            )

    tracemalloc.start()
    evaluate(first_channel, batches(), NAMES)
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return held


def test_memory_does_not_grow_with_the_images_but_for_their_rows():
    """100 images more have 6 MB of pixels, and rows of 1.5 kB at most."""
    peak(5)
    assert peak(120) - peak(20) < 100 * 1500
