import csv
import json

import keras
import numpy as np
import tensorflow as tf

from deeplab_family.training import WorkDirectory
from deeplab_family.training.validation import Validation
from input_pipeline import DatasetSpec

SPEC = DatasetSpec(("dark", "light"), ((0, 0, 0), (255, 255, 255)))


def judge(tmp_path, biases):
    """Evaluations of a model that always answers the larger bias."""
    layer = keras.layers.Conv2D(2, 1, kernel_initializer="zeros")
    model = keras.Sequential([keras.Input((None, None, 3)), layer])
    model.compile("sgd", "mse")
    labels = np.zeros((1, 4, 4), "uint8")
    labels[0, 0] = 1
    batches = tf.data.Dataset.from_tensors(
        (np.zeros((1, 4, 4, 3), "uint8"), labels)
    )
    callback = Validation(batches, SPEC, WorkDirectory(tmp_path))
    callback.set_model(model)
    kept = []
    for bias in biases:
        layer.bias.assign(bias)
        callback.on_epoch_end(0, {"loss": 1.0})
        best = keras.saving.load_model(tmp_path / "best.keras")
        kept.append(np.asarray(best.layers[-1].bias).tolist())
    return kept


def test_keeps_the_best_by_mean_iou(tmp_path):
    kept = judge(tmp_path, [[0, 1], [1, 0], [0, 2]])
    # All "light" is right on 4 of 16 pixels, all "dark" on 12.
    assert kept == [[0, 1], [1, 0], [1, 0]]
    scores = json.loads((tmp_path / "scores.json").read_text())
    assert scores["mean_iou"] == 12 / 16 / 2
    rows = list(csv.DictReader((tmp_path / "history.csv").open()))
    found = [float(row["val_mean_iou"]) for row in rows]
    np.testing.assert_allclose(found, [0.125, 0.375, 0.125])


def test_resumed_run_does_not_forget_the_best(tmp_path):
    judge(tmp_path, [[1, 0]])
    assert judge(tmp_path, [[0, 1]]) == [[1, 0]]
