"""One piece of work of a Keras 3 model, as the user's program would do it."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import tree

from benchmarks.peers.job import Job


def make_step(
    model: keras.Model, job: Job, loss: keras.losses.Loss
) -> Callable[[], object]:
    """The work of `job` on `model`.

    Inference is a traced call; training is what one step of `fit` runs, with
    momentum and without metrics.
    """
    if job.task == "inference":
        return _inference(model, tf.constant(job.images()))
    return _training(model, job, loss)


def describe(model: keras.Model, output_stride: int) -> str:
    """What a reader must know of a model."""
    count = model.count_params() / 1e6
    return f"{count:.1f} M parameters, output stride {output_stride}"


def _inference(model, images):
    traced = tf.function(lambda batch: model(batch, training=False))
    return lambda: np.asarray(traced(images))


def _training(model, job, loss):
    # A segmenter of KerasHub adds a metric that cannot take class ids unless
    # it is compiled as the plain model that it is.
    keras.Model.compile(
        model,
        optimizer=keras.optimizers.SGD(0.01, momentum=0.9),
        loss=loss,
        metrics=[],
        jit_compile=False,
    )
    pair = (job.images(), job.labels())
    batches = iter(tf.data.Dataset.from_tensors(pair).cache().repeat())
    model.make_train_function()
    return lambda: tree.map_structure(np.asarray, model.train_function(batches))
