import keras
import numpy as np
import tensorflow as tf

from deeplab_family.inference import KerasPredictor
from deeplab_family.training import WorkDirectory
from deeplab_family.training.summaries import Summaries
from deeplab_family.training.train_state import TrainState
from input_pipeline import DatasetSpec

SPEC = DatasetSpec(("dark", "light"), ((10, 20, 30), (200, 100, 50)))


def test_pictures_show_image_label_and_prediction(tmp_path):
    layer = keras.layers.Conv2D(2, 1, bias_initializer="zeros")
    model = keras.Sequential([keras.Input((None, None, 3)), layer])
    model.compile("sgd", "mse")
    images = np.full((1, 64, 64, 3), 77, "uint8")
    labels = np.zeros((1, 64, 64), "uint8")
    batches = tf.data.Dataset.from_tensors((images, labels))
    callback = Summaries(
        batches,
        SPEC,
        WorkDirectory(tmp_path),
        TrainState(step=7),
        KerasPredictor(model),
    )
    callback.set_model(model)

    callback.on_epoch_end(0, {"loss": 1.5})

    (path,) = (tmp_path / "tensorboard").iterdir()
    values, steps = {}, set()
    for record in tf.data.TFRecordDataset(str(path)):
        event = tf.compat.v1.Event.FromString(record.numpy())
        for value in event.summary.value:
            values[value.tag] = tf.make_ndarray(value.tensor)
            steps.add(event.step)
    assert values["loss"] == 1.5
    assert steps == {7}
    width, height, png = values["val/0"]
    picture = tf.io.decode_png(png).numpy()
    assert picture.shape == (int(height), int(width), 3)
    colors = {tuple(color) for color in picture.reshape(-1, 3).tolist()}
    assert {(77, 77, 77), SPEC.palette[0]} <= colors


def written(folder, step, *evaluations):
    """The events of a process that began at a step, and evaluated then."""
    state = TrainState(step=step)
    nothing = tf.data.Dataset.from_tensors(([0], [0]))
    callback = Summaries(nothing, SPEC, WorkDirectory(folder), state)
    callback.set_model(keras.Sequential([keras.layers.Dense(1)]))
    older = set(folder.glob("tensorboard/*"))
    for at in evaluations:
        state.step = at
        callback.on_epoch_end(0, {"loss": 0.5})
    (path,) = {*folder.glob("tensorboard/*")} - older
    return [
        tf.compat.v1.Event.FromString(record.numpy())
        for record in tf.data.TFRecordDataset(str(path))
    ]


def starts(events):
    """Steps from which on TensorBoard forgets what it read before."""
    start = tf.compat.v1.SessionLog.START
    return [e.step for e in events if e.session_log.status == start]


def shown(*files):
    """Steps as TensorBoard shows them; files in the order in which they came.

    Source: `_CheckForRestartAndMaybePurge` of its `plugin_event_accumulator`,
    version 2.21: the first mark of a run does nothing.
    """
    steps, has_started = [], False
    for event in (event for events in files for event in events):
        if event.session_log.status == tf.compat.v1.SessionLog.START:
            if has_started:
                steps = [step for step in steps if step < event.step]
            has_started = True
        steps += [event.step] * len(event.summary.value)
    return steps


def test_a_run_that_goes_on_takes_back_the_steps_it_makes_again(tmp_path):
    """Killed after step 9, its checkpoint of step 5; evaluated otherwise."""
    killed = written(tmp_path, 0, 2, 4, 6, 8)
    again = written(tmp_path, 5, 10)
    assert starts(killed) == [1] and starts(again) == [6]
    assert shown(killed, again) == [2, 4, 10]


def test_an_evaluation_that_is_made_again_is_shown_once(tmp_path):
    """Its checkpoint is of the same step."""
    killed = written(tmp_path, 0, 2, 4)
    again = written(tmp_path, 4, 4, 6)
    assert shown(killed, again) == [2, 4, 6]
