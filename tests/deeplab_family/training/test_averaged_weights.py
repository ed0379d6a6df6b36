"""Runs whose networks are averages of the weights they trained."""

import dataclasses

import keras
import numpy as np
import pytest

from deeplab_family.optimizers import LossScaleOptimizer, SGDConfig
from deeplab_family.training import train
from deeplab_family.training.averaged_weights import (
    KeepTrainingWeights,
    averaged,
)
from deeplab_family.training.checkpoint_callback import SaveLast
from tests.history_rows import figures
from tests.tiny_recipe import tiny_mobile

STEPS = {"total_steps": 6, "eval_every": 4, "save_every": 1}
AVERAGING = SGDConfig(ema_momentum=0.5)


def recipe_of(streets, optimizer=AVERAGING, **changes):
    return tiny_mobile(streets, **STEPS, optimizer=optimizer, **changes)


def stop_at(step):
    def stop(self, batch, logs=None):
        if self.step == step:
            raise KeyboardInterrupt

    return stop


@pytest.fixture(scope="module")
def run(small_for_all, streets, tmp_path_factory):
    """A run, its folder and its weights after each step."""
    folder = tmp_path_factory.mktemp("averaged") / "whole"
    seen = []
    note = SaveLast.on_train_batch_end

    def end(self, batch, logs=None):
        note(self, batch, logs)
        seen.append([v.numpy() for v in self.model.trainable_variables])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SaveLast, "on_train_batch_end", end)
        model = train(recipe_of(streets), folder)
    return model, folder, seen


def means(seen):
    """The average after all of these steps, for a momentum of a half."""
    average = seen[0]
    for weights in seen[1:]:
        average = [(a + w) / 2 for a, w in zip(average, weights, strict=True)]
    return average


def assert_equal(ours, theirs, **tolerance):
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, other, **tolerance)


def test_the_best_network_and_the_last_are_averages(run):
    model, folder, seen = run
    best = keras.saving.load_model(folder / "best.keras", compile=False)
    after = [means(seen[:4]), means(seen)]
    kept = [v.numpy() for v in best.trainable_variables]
    assert any(
        all(np.allclose(a, k, atol=1e-6) for a, k in zip(m, kept, strict=True))
        for m in after
    )
    assert_equal(model.trainable_variables, after[1], rtol=1e-5, atol=1e-7)


def test_weights_are_trained_as_without_an_average(run, streets, tmp_path):
    """Bit for bit, across the end of a `fit`, which Keras ends otherwise."""
    _, folder, _ = run
    plain = recipe_of(streets, dataclasses.replace(AVERAGING, ema_momentum=0.0))
    train(plain, tmp_path / "plain")
    averaging, without = (
        keras.saving.load_model(path / "last.keras", compile=False)
        for path in (folder, tmp_path / "plain")
    )
    for mine, theirs in zip(averaging.weights, without.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=mine.path)


def test_a_stopped_run_goes_on_with_both(run, streets, tmp_path):
    model, folder, _ = run
    other = tmp_path / "stopped"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SaveLast, "on_train_batch_begin", stop_at(5))
        with pytest.raises(KeyboardInterrupt):
            train(recipe_of(streets), other)
    resumed = train(recipe_of(streets), other)
    assert_equal(resumed.variables, model.variables, rtol=0, atol=0)
    ends = [
        keras.saving.load_model(path / "last.keras") for path in (folder, other)
    ]
    for mine, theirs in zip(
        ends[0].weights + ends[0].optimizer.variables,
        ends[1].weights + ends[1].optimizer.variables,
        strict=True,
    ):
        np.testing.assert_array_equal(mine, theirs, err_msg=mine.path)
    tables = [figures(path) for path in (folder, other)]
    assert tables[0] == tables[1]


def test_a_finished_run_gives_the_average_again(run, streets):
    model, folder, _ = run
    again = train(recipe_of(streets), folder)
    assert_equal(again.weights, model.weights, rtol=0, atol=0)


@pytest.mark.parametrize("is_scaled", [False, True])
def test_weights_come_back_also_after_an_error(is_scaled):
    """Under `mixed_float16` too, where an optimizer wraps the one meant."""
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    inner = AVERAGING.build(0.1)
    model.compile(LossScaleOptimizer(inner) if is_scaled else inner, "mse")
    model.optimizer.build(model.trainable_variables)
    inputs = np.ones((4, 3), "float32")
    with averaged(model):  # before the first update there is no average
        kernel = model.trainable_variables[0].numpy()
        assert kernel.any()
    for _ in range(3):
        model.train_on_batch(inputs, inputs[:, :2])
    before = model.get_weights()
    with pytest.raises(RuntimeError), averaged(model):
        averages = inner._model_variables_moving_average
        assert_equal(model.get_weights(), averages)
        assert np.abs(model.get_weights()[0] - before[0]).max() > 0
        raise RuntimeError
    assert_equal(model.get_weights(), before, rtol=0, atol=0)


def test_it_works_on_replicas(two_replicas):
    with two_replicas.scope():
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
        model.compile(AVERAGING.build(0.1), "mse", jit_compile=False)
    inputs = np.ones((8, 3), "float32")
    keep = KeepTrainingWeights()
    data = inputs, inputs[:, :2]
    model.fit(*data, batch_size=4, verbose=0, callbacks=[keep])
    before = model.get_weights()
    averages = [
        keras.ops.convert_to_numpy(average)
        for average in model.optimizer._model_variables_moving_average
    ]
    with averaged(model):
        assert_equal(model.get_weights(), averages, rtol=0, atol=0)
        assert np.abs(averages[0] - before[0]).max() > 0
    assert_equal(model.get_weights(), before, rtol=0, atol=0)
