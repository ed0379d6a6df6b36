import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.backend import bincount
from deeplab_family.metrics import MeanIoU
from tests.contracts.metric import MetricContract


class TestMeanIoU(MetricContract):
    metric_class = MeanIoU
    init_kwargs = {"num_classes": 4, "ignore_label": 9, "name": "val_iou"}
    ignore_label = 9


def test_two_by_two_by_hand():
    metric = MeanIoU(num_classes=2)

    metric.update_state([[[0, 0], [1, 255]]], [[[0, 1], [1, 0]]])

    assert float(metric.result()) == pytest.approx((1 / 2 + 1 / 2) / 2)
    assert float(metric.pixel_accuracy()) == pytest.approx(2 / 3)


def test_logits_equal_their_class_ids():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 5, (2, 6, 6)).astype("uint8")
    logits = rng.normal(size=(2, 6, 6, 5)).astype("float16")
    by_logits, by_ids = MeanIoU(5), MeanIoU(5)

    by_logits.update_state(labels[..., None], logits)
    by_ids.update_state(labels, logits.argmax(-1).astype("uint8"))

    np.testing.assert_array_equal(by_logits.confusion, by_ids.confusion)


def test_ids_with_a_last_dimension_of_one_are_ids():
    rng = np.random.default_rng(0)
    labels, ids = rng.integers(0, 5, (2, 2, 6, 6))
    flat, column = MeanIoU(5), MeanIoU(5)

    flat.update_state(labels, ids)
    column.update_state(labels[..., None], ids[..., None])

    np.testing.assert_array_equal(column.confusion, flat.confusion)


def test_equals_keras_where_keras_is_right():
    rng = np.random.default_rng(0)
    labels, predictions = rng.integers(0, 3, (2, 4, 20, 20))
    labels[rng.random(labels.shape) < 0.1] = 255
    ours, theirs = MeanIoU(5), keras.metrics.MeanIoU(5, ignore_class=255)

    ours.update_state(labels, predictions)
    theirs.update_state(labels, predictions)

    assert float(ours.result()) == pytest.approx(float(theirs.result()))


@pytest.mark.parametrize("bad", [4, 77, -1])
def test_invalid_labels_are_counted_and_spoil_the_score(bad):
    labels = np.array([[[0, 1, 2, bad]]])
    metric = MeanIoU(3)

    metric.update_state(labels, np.zeros_like(labels))

    assert int(metric.invalid_count()) == 1
    assert np.isnan(float(metric.result()))


def test_counts_stay_exact_beyond_float_precision():
    metric = MeanIoU(2)
    table = np.zeros((4, 3), "int64")
    table[0, 0] = 2**40
    metric.confusion.assign(table)

    metric.update_state(np.zeros((1, 1, 1), int), np.zeros((1, 1, 1), int))

    assert int(np.asarray(metric.confusion)[0, 0]) == 2**40 + 1


def test_counts_go_on_beyond_int32_without_int64(monkeypatch):
    """As on JAX: two int32 numbers for each count."""
    monkeypatch.setattr(bincount, "has_int64", lambda: False)
    labels = np.array([[[0, 0, 1, 255]]])
    pairs, table = MeanIoU(2), np.zeros((4, 3), "int64")
    table[0, 0], table[0, 1] = 2**40, 2**40 - 1

    pairs.confusion.assign(table)
    pairs.update_state(labels, np.array([[[0, 1, 1, 0]]]))

    expected = [[2**40 + 1, 2**40, 0], [0, 1, 0], [1, 0, 0], [0, 0, 0]]
    np.testing.assert_array_equal(pairs.confusion, expected)
    np.testing.assert_allclose(
        pairs.class_iou(), [0.5, 1 / (2**40 + 1)], rtol=1e-6
    )
    assert float(pairs.pixel_accuracy()) == pytest.approx(0.5)
    assert int(pairs.invalid_count()) == 0
    pairs.reset_state()
    assert np.asarray(pairs.confusion).max() == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"num_classes": 0}, "num_classes"),
        ({"num_classes": 3, "ignore_label": 2}, "ignore_label"),
    ],
)
def test_impossible_arguments_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        MeanIoU(**arguments)


def test_a_wrong_number_of_logits_is_refused():
    with pytest.raises(ValueError, match="3 logits per pixel"):
        MeanIoU(3).update_state(np.zeros((1, 2, 2)), np.zeros((1, 2, 2, 4)))


def test_sizes_that_differ_are_refused():
    with pytest.raises(ValueError, match="same pixels"):
        MeanIoU(3).update_state(
            np.zeros((1, 2, 2), int), np.zeros((1, 4, 4), int)
        )


def test_sample_weights_are_refused():
    pixel = np.zeros((1, 1, 1), int)
    with pytest.raises(ValueError, match="takes no `sample_weight`"):
        MeanIoU(3).update_state(pixel, pixel, sample_weight=pixel)


def fit_once(strategy):
    """Epoch's and evaluation's mIoU of a fixed 1x1 net that cannot learn."""
    rng = np.random.default_rng(0)
    images = rng.normal(size=(8, 5, 5, 2)).astype("float32")
    labels = rng.integers(0, 3, (8, 5, 5))
    labels[:3] = 1  # so that the mean over replicas is not the whole's
    with strategy.scope():
        keras.utils.set_random_seed(0)
        inputs = keras.Input((None, None, 2))
        model = keras.Model(inputs, keras.layers.Conv2D(3, 1)(inputs))
        model.compile(
            optimizer=keras.optimizers.SGD(0.0),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=[MeanIoU(3)],
        )
    history = model.fit(images, labels, batch_size=4, shuffle=False, verbose=0)
    scores = model.evaluate(images, labels, batch_size=4, verbose=0)
    expected = MeanIoU(3)
    expected.update_state(labels, model(images))
    return history.history["mean_iou"][0], scores[1], float(expected.result())


def test_fit_and_evaluate_report_the_whole_data_set():
    fitted, evaluated, expected = fit_once(tf.distribute.get_strategy())

    assert fitted == pytest.approx(expected, abs=1e-6)
    assert evaluated == pytest.approx(expected, abs=1e-6)


def test_two_replicas_report_the_whole_data_set(two_replicas):
    fitted, evaluated, expected = fit_once(two_replicas)

    assert fitted == pytest.approx(expected, abs=1e-6)
    assert evaluated == pytest.approx(expected, abs=1e-6)
