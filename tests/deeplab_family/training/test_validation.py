import csv
import json

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference import (
    InferenceConfig,
    KerasPredictor,
    Windows,
    with_inference,
)
from deeplab_family.models import DeepLabV3Config
from deeplab_family.recipes import Recipe, TrainConfig
from deeplab_family.recipes.validation_config import ValidationConfig
from deeplab_family.training import WorkDirectory
from deeplab_family.training.segmentation_task import Segmentation
from deeplab_family.training.train_state import TrainState
from deeplab_family.training.validation import Validation
from input_pipeline import DataConfig, DatasetSpec

MODEL = DeepLabV3Config(num_classes=2)
SPEC = DatasetSpec(("dark", "light"), ((0, 0, 0), (255, 255, 255)))


class LightBesideDark(keras.layers.Layer):
    """Logits of "light": how much darker the pixel to the left is."""

    def call(self, images):
        left = keras.ops.pad(images, ((0, 0), (0, 0), (1, 0), (0, 0)))
        light = images[..., :1] - left[:, :, :-1, :1]
        return keras.ops.concatenate([keras.ops.zeros_like(light), light], -1)


def test_images_are_asked_as_the_recipe_says(tmp_path):
    """A network that looks to the left, asked mirrored, too, and in windows."""
    inputs = keras.Input((None, None, 3))
    model = keras.Model(inputs, LightBesideDark()(inputs))
    model.compile("sgd", "mse")
    images = np.random.default_rng(0).integers(0, 256, (2, 6, 9, 3), np.uint8)
    labels = (images[..., 0] > 99).astype(np.uint8)
    config = ValidationConfig(flip=True, window=4, overlap=0.5)
    validation = Segmentation().validation(
        Recipe(
            model=MODEL,
            data=DataConfig(),
            train=TrainConfig(validation=config),
        ),
        tf.data.Dataset.from_tensors((images, labels)),
        SPEC,
        WorkDirectory(tmp_path),
        TrainState(step=1),
    )
    assert validation.inference == InferenceConfig(
        flip=True, windows=Windows(tile=4, stride=2)
    )
    validation.set_model(model)
    logs = {}
    validation.on_epoch_end(0, logs)
    asked = with_inference(KerasPredictor(model), validation.inference)
    alone = KerasPredictor(model)(images).class_map
    expected = asked(images).class_map
    assert (expected != alone).any()
    assert logs["val_pixel_accuracy"] == (expected == labels).mean()


def judge(tmp_path, biases, first_step=0, ignored=False):
    """Evaluations of a model that always answers the larger bias."""
    layer = keras.layers.Conv2D(2, 1, kernel_initializer="zeros")
    model = keras.Sequential([keras.Input((None, None, 3)), layer])
    model.compile("sgd", "mse")
    labels = np.zeros((1, 4, 4), "uint8")
    labels[0, 0] = 1
    if ignored:
        labels[:] = 255
    batches = tf.data.Dataset.from_tensors(
        (np.zeros((1, 4, 4, 3), "uint8"), labels)
    )
    state = TrainState(step=first_step)
    callback = Validation(batches, SPEC, WorkDirectory(tmp_path), state)
    callback.set_model(model)
    kept = []
    for bias in biases:
        state.step += 1
        layer.bias.assign(bias)
        callback.on_epoch_end(0, {"loss": 1.0})
        if ignored:
            continue
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
    assert judge(tmp_path, [[0, 1]], first_step=1) == [[1, 0]]


@pytest.mark.parametrize("harm", ["lost", "of another file"])
def test_the_best_score_is_that_of_the_file(tmp_path, harm):
    """As after a kill between the network and `scores.json`."""
    judge(tmp_path, [[1, 0]])
    scores = tmp_path / "scores.json"
    before = scores.read_text()
    if harm == "lost":
        scores.unlink()
    else:
        scores.write_text('{"mean_iou": 0.0}')
    assert judge(tmp_path, [[0, 1]], first_step=1) == [[1, 0]]
    assert scores.read_text() == before


def test_a_damaged_best_network_is_said_and_replaced(tmp_path, caplog):
    judge(tmp_path, [[1, 0]])
    path = tmp_path / "best.keras"
    path.write_bytes(path.read_bytes()[:-9])
    assert judge(tmp_path, [[0, 1]], first_step=1) == [[0, 1]]
    assert f"{path} is not as it was written" in caplog.text


def test_knows_whether_an_evaluation_is_missing(tmp_path):
    judge(tmp_path, [[1, 0]], first_step=3)
    state = TrainState()
    callback = Validation(None, SPEC, WorkDirectory(tmp_path), state)

    def missing(step, total_steps=10):
        state.step = step
        return callback.is_missing(total_steps, eval_every=4)

    assert [s for s in range(11) if missing(s)] == [8, 10]
    assert missing(7, total_steps=7)
    (tmp_path / "best.keras").unlink()
    assert missing(4)


def test_without_a_labeled_pixel_there_is_no_best_network(tmp_path, caplog):
    judge(tmp_path, [[1, 0], [0, 1]], ignored=True)
    assert caplog.text.count("no score and no best network") == 2
    assert "Step 2: no pixel of the 1 images" in caplog.text
    assert [p.name for p in tmp_path.iterdir()] == ["history.csv"]
    (_, row) = csv.DictReader((tmp_path / "history.csv").open())
    assert (row["step"], row["val_mean_iou"]) == ("2", "nan")
    # Made, if in vain: nothing is missing that a continuation could make.
    state = TrainState(step=2)
    callback = Validation(None, SPEC, WorkDirectory(tmp_path), state)
    assert not callback.is_missing(total_steps=2, eval_every=2)
    state.step = 4
    assert callback.is_missing(total_steps=4, eval_every=2)
