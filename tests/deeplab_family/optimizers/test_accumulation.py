"""Several batches for one update, clipping, and averages, on replicas too."""

import keras
import numpy as np
import pytest

from deeplab_family.optimizers import (
    AdamWConfig,
    OptimizerConfig,
    PolyConfig,
    SGDConfig,
)

GENERATOR = np.random.default_rng(0)
INPUTS = GENERATOR.normal(size=(48, 3)).astype("float32")
TARGETS = GENERATOR.normal(size=(48, 2)).astype("float32")
POLY = PolyConfig(learning_rate=0.1)


def model_of(optimizer):
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((3,)),
            keras.layers.Dense(4, "tanh", name="backbone"),
            keras.layers.Dense(2, name="head"),
        ]
    )
    model.compile(optimizer, "mse", jit_compile=False)
    return model


def fitted(model, batch_size, stop=48):
    model.fit(
        INPUTS[:stop],
        TARGETS[:stop],
        batch_size=batch_size,
        shuffle=False,
        verbose=0,
    )
    return model


def configured(config, steps):
    return config.build_discriminative(POLY.build(steps), 3.0, ("head",))


@pytest.mark.parametrize("kind", OptimizerConfig.kinds())
@pytest.mark.parametrize("replicas", [1, 2])
def test_it_takes_the_steps_of_the_large_batch(kind, replicas, two_replicas):
    """Twelve batches of 4, three to an update, are four batches of 12."""
    # A gradient that is always clipped would hide its length.
    clip_norm = 0.4 if replicas == 2 else None
    fields = {"clip_norm": clip_norm, "ema_momentum": 0.5}
    large = fitted(model_of(configured(kind(**fields), 4)), 12)

    def small():
        optimizer = configured(kind(**fields, accumulate=3), 12)
        return model_of(optimizer)

    if replicas == 2:
        with two_replicas.scope():
            model = small()
    else:
        model = small()
    fitted(model, 4)
    assert int(model.optimizer.iterations) == 4
    _assert_equal(model.weights, large.weights, rtol=1e-4, atol=1e-5)


def _assert_equal(ours, theirs, **tolerance):
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, other, **tolerance)


def test_it_works_beside_a_scaled_loss(two_replicas):
    """As under mixed_float16, where Keras wraps the optimizer."""
    config = SGDConfig(accumulate=3)
    plain = fitted(model_of(configured(config, 12)), 4)
    with two_replicas.scope():
        inner = configured(config, 12)
        model = model_of(
            keras.optimizers.LossScaleOptimizer(inner, initial_scale=8.0)
        )
    fitted(model, 4)
    _assert_equal(model.weights, plain.weights, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("replicas", [1, 2])
def test_a_stop_between_its_batches_changes_nothing(
    replicas, two_replicas, tmp_path
):
    def build():
        config = AdamWConfig(accumulate=3, ema_momentum=0.5)
        if replicas == 1:
            model = model_of(configured(config, 12))
            model.optimizer.build(model.trainable_variables)
            return model
        with two_replicas.scope():
            model = model_of(configured(config, 12))
            model.optimizer.build(model.trainable_variables)
        return model

    def steps(model, first, last):
        rows = slice(4 * first, 4 * last)
        data = INPUTS[rows], TARGETS[rows]
        with _without_end(model.optimizer):
            model.fit(*data, batch_size=4, shuffle=False, verbose=0)

    whole = build()
    steps(whole, 0, 9)
    stopped = build()
    steps(stopped, 0, 5)  # two batches into the second update
    stopped.save(tmp_path / "last.keras")
    resumed = build()
    resumed.load_weights(tmp_path / "last.keras")
    steps(resumed, 5, 9)
    for mine, theirs in zip(
        whole.weights + whole.optimizer.variables,
        resumed.weights + resumed.optimizer.variables,
        strict=True,
    ):
        np.testing.assert_array_equal(mine, theirs, err_msg=mine.path)


class _without_end:
    """Keeps `fit` from ending with the averages in the model."""

    def __init__(self, optimizer):
        self.optimizer = optimizer

    def __enter__(self):
        self.optimizer.finalize_variable_values = lambda variables: None

    def __exit__(self, *_):
        del self.optimizer.finalize_variable_values


def test_an_average_counts_updates():
    """Keras' own lets it fall once a batch."""
    model = model_of(SGDConfig(accumulate=2, ema_momentum=0.5).build(0.1))
    optimizer = model.optimizer
    kernel = model.trainable_variables[0]
    seen = []
    for batch in range(6):
        rows = slice(4 * batch, 4 * batch + 4)
        model.train_on_batch(INPUTS[rows], TARGETS[rows])
        seen.append(kernel.numpy())
    one, two, three = seen[1::2]
    np.testing.assert_array_equal(seen[2], one)
    expected = 0.25 * one + 0.25 * two + 0.5 * three
    (average, *_) = optimizer._model_variables_moving_average
    np.testing.assert_allclose(average, expected, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    ("fields", "clipped"),
    [
        ({"clip_norm": 6.5}, lambda g: g / 2),  # its norm is 13
        ({"clip_norm": 20.0}, lambda g: g),
        ({"clip_value": 5.0}, lambda g: np.clip(g, -5, 5)),
        ({}, lambda g: g),
    ],
)
def test_gradients_are_clipped(fields, clipped):
    gradients = np.array([3.0, -4.0, 12.0], "float32")
    pair = [keras.Variable([0.0]), keras.Variable([0.0, 0.0])]
    config = SGDConfig(momentum=0.0, **fields)
    config.build(1.0).apply([gradients[:1], gradients[1:]], pair)
    moved = np.concatenate([variable.numpy() for variable in pair])
    np.testing.assert_allclose(moved, -clipped(gradients), rtol=1e-6)


@pytest.mark.parametrize("fields", [{"clip_norm": 0.1}, {"clip_value": 0.05}])
def test_the_gradient_of_all_replicas_is_clipped(fields, two_replicas):
    config = SGDConfig(**fields)
    one = fitted(model_of(config.build(0.1)), 8)
    with two_replicas.scope():
        two = model_of(config.build(0.1))
    fitted(two, 8)
    _assert_equal(two.weights, one.weights, rtol=1e-5, atol=1e-6)
