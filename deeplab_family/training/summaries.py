"""TensorBoard logs: curves, and a few predictions in color.

Written through TensorFlow alone; TensorBoard itself is needed only to look.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import keras
import numpy as np
import tensorflow as tf

from deeplab_family.inference import Prediction
from deeplab_family.inference.asked_pictures import rgb_of
from deeplab_family.training.averaged_weights import averaged
from deeplab_family.training.train_state import TrainState
from deeplab_family.training.work_directory import WorkDirectory
from deeplab_family.visualization import panel
from input_pipeline import DatasetSpec

IMAGE_COUNT = 4  # panels a time


class Summaries(keras.callbacks.Callback):
    """Logs the figures of each evaluation and panels of some images.

    A run that goes on from a checkpoint writes a file of its own. It begins
    with the mark by which TensorBoard forgets the steps that are made again.

    Args:
        batches: evaluation batches `(images, labels)`; the first few show.
        spec: names and colors of the classes.
        workdir: its `tensorboard/` gets the event files.
        state: where the run is.
        predict: what the network says of images `(1, height, width,
            channels)`; None where none are shown.

    Attributes:
        panels: those of the last evaluation, uint8 RGB.
    """

    def __init__(
        self,
        batches,
        spec: DatasetSpec,
        workdir: WorkDirectory,
        state: TrainState,
        predict: Callable[[np.ndarray], Prediction] | None = None,
    ):
        super().__init__()
        self.samples = []
        if predict is not None:
            self.samples = list(batches.unbatch().take(IMAGE_COUNT))
        self._predict = predict
        self.spec = spec
        self.folder = workdir.tensorboard
        self.state = state
        self._begun = state.step
        self.panels: list[np.ndarray] = []
        self._writer = None

    def on_epoch_end(self, epoch, logs=None):
        if self._writer is None:
            # With the checkpoint's own step where its evaluation was missing.
            again = min(self.state.step, self._begun + 1)
            self._writer = _open(self.folder, again)
        with averaged(self.model):
            self._write(logs)

    def _write(self, logs):
        self.panels[:] = [self._panel(*sample) for sample in self.samples]
        with self._writer.as_default(step=self.state.step):
            for name, value in logs.items():
                _write_scalar(name, value)
            for index, picture in enumerate(self.panels):
                _write_image(f"val/{index}", picture)
        self._writer.flush()

    def _panel(self, image, label) -> np.ndarray:
        image = image.numpy()
        class_map = self._predict(image[None]).class_map[0]
        image = rgb_of(image)
        return panel(image, label.numpy(), class_map, self.spec.palette)


def _open(folder: Path, step: int) -> tf.summary.SummaryWriter:
    """A new file, whose mark of a start takes back a step and all after it.

    TensorBoard passes over the first mark of a run, so each file has one.
    """
    writer = tf.summary.create_file_writer(os.fsencode(folder))
    start = tf.compat.v1.SessionLog(status=tf.compat.v1.SessionLog.START)
    event = tf.compat.v1.Event(
        wall_time=time.time(), step=step, session_log=start
    )
    tf.raw_ops.ImportEvent(
        writer=writer._resource, event=event.SerializeToString()
    )
    return writer


def _write_scalar(name, value):
    tf.summary.write(
        name, tf.constant(value, tf.float32), metadata=_metadata("scalars")
    )


def _write_image(name, rgb):
    height, width = rgb.shape[:2]
    _, png = cv2.imencode(".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    content = tf.constant([str(width), str(height), png.tobytes()])
    tf.summary.write(name, content, metadata=_metadata("images"))


def _metadata(plugin: str):
    metadata = tf.compat.v1.SummaryMetadata()
    metadata.plugin_data.plugin_name = plugin
    return metadata
