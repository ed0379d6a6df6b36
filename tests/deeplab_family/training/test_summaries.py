import keras
import numpy as np
import tensorflow as tf

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
        batches, SPEC, WorkDirectory(tmp_path), TrainState(step=7)
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
