"""Averaged weights: those that are judged, kept as the best and exported.

An optimizer with `ema_momentum` keeps a running average of the weights that
train. They train on, and `last.keras` holds both; whoever judges or keeps a
network sees the average. The statistics of batch normalization are averages
already and stay as they are.

Keras' `SwapEMAWeights` swaps by sums and differences, which round: the weights
would not come back bit for bit.
"""

import contextlib
from pathlib import Path

import keras

from deeplab_family.recipes import TrainConfig
from input_pipeline.atomic_files import atomic_file


def has_averages(train: TrainConfig) -> bool:
    """Whether a run averages its weights."""
    return getattr(train.optimizer, "ema_momentum", 0) > 0


def save_averages(checkpoint: Path, path: Path) -> None:
    """Writes the network of a checkpoint with the averages as its weights.

    Args:
        checkpoint: `last.keras` of a run that averages.
        path: the `.keras` file, without optimizer.
    """
    model = keras.saving.load_model(checkpoint)
    take_averages(model)
    plain = keras.saving.load_model(checkpoint, compile=False)
    plain.set_weights(model.get_weights())
    with atomic_file(path) as draft:
        plain.save(draft)


def take_averages(model: keras.Model) -> None:
    """Puts the averages in the place of the weights, for good.

    Args:
        model: a compiled model; one without averages stays as it is.
    """
    for weight, average in _pairs(model):
        weight.assign(keras.ops.convert_to_numpy(average))


@contextlib.contextmanager
def averaged(model: keras.Model):
    """Has the averages in the place of the weights for a while.

    Args:
        model: as for `take_averages`.
    """
    kept = _weights(model)
    try:
        take_averages(model)
        yield
    finally:
        _put_back(kept)


class KeepTrainingWeights(keras.callbacks.Callback):
    """Undoes that `fit` ends with the averages in the model.

    A run calls `fit` several times and goes on with the weights.
    """

    def __init__(self):
        super().__init__()
        self._kept = []

    def on_epoch_end(self, epoch, logs=None):
        self._kept = _weights(self.model)

    def on_train_end(self, logs=None):
        _put_back(self._kept)


def _pairs(model: keras.Model) -> list:
    """Each averaged weight with its average; none before the first update."""
    optimizer = getattr(model, "optimizer", None)
    # under mixed_float16 it is wrapped by one that scales the loss
    optimizer = getattr(optimizer, "inner_optimizer", optimizer)
    if not getattr(optimizer, "use_ema", False):
        return []
    updates = keras.ops.convert_to_numpy(optimizer.iterations)
    if not optimizer.built or updates == 0:
        return []
    weights = optimizer._trainable_variables
    averages = optimizer._model_variables_moving_average
    return list(zip(weights, averages, strict=True))


def _weights(model: keras.Model) -> list:
    """Each averaged weight with its value."""
    return [
        (weight, keras.ops.convert_to_numpy(weight).copy())
        for weight, _ in _pairs(model)
    ]


def _put_back(kept: list) -> None:
    for weight, value in kept:
        weight.assign(value)
