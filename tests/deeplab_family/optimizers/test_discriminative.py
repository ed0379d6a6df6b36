import dataclasses

import keras
import numpy as np
import pytest

from deeplab_family.optimizers import (
    AdamWConfig,
    ConstantConfig,
    LAMBConfig,
    LionConfig,
    OptimizerConfig,
    SGDConfig,
)
from deeplab_family.recipes import RECIPES
from deeplab_family.training import compile_model
from tests.randomize import randomize
from tests.tiny_recipe import tiny

CONFIGS = [
    SGDConfig(momentum=0.8),
    AdamWConfig(weight_decay=0.5),
    LAMBConfig(weight_decay=0.5),
    LionConfig(weight_decay=0.5),
]
GENERATOR = np.random.default_rng(0)
GRADIENTS = GENERATOR.normal(size=(4, 2, 3)).astype("float32")
RATES = {"rate_multiplier": 10.0, "multiplied": ("head",)}
IMAGES = GENERATOR.uniform(0, 255, (4, 32, 32, 3))
LABELS = GENERATOR.integers(0, 3, (4, 32, 32))


def variables():
    """A kernel of a backbone and one of a head."""
    with keras.name_scope("backbone"):
        backbone = keras.Variable([1.0, -2.0, 0.5], name="kernel")
    with keras.name_scope("head"):
        head = keras.Variable([0.3, 0.2, -1.0], name="kernel")
    return [backbone, head]


def moves(apply):
    """Both variables after each step."""
    pair, found = variables(), []
    for gradients in GRADIENTS:
        apply(list(gradients), pair)
        found.append([np.asarray(variable) for variable in pair])
    return np.asarray(found)


@pytest.mark.parametrize("config", CONFIGS, ids=lambda c: c.kind)
def test_it_is_two_optimizers_with_a_rate_each(config):
    slow, fast = config.build(0.01), config.build(0.1)

    def apart(gradients, pair):
        slow.apply(gradients[:1], pair[:1])
        fast.apply(gradients[1:], pair[1:])

    both = config.build_discriminative(0.01, **RATES)
    np.testing.assert_allclose(moves(both.apply), moves(apart), rtol=1e-5)


@pytest.mark.parametrize("config", CONFIGS, ids=lambda c: c.kind)
def test_a_scaled_loss_changes_nothing(config):
    """As under mixed_float16, where Keras wraps the optimizer."""
    inner = config.build_discriminative(0.01, **RATES)
    wrapped = keras.optimizers.LossScaleOptimizer(inner, initial_scale=8.0)

    def apply(gradients, pair):
        wrapped.apply([8.0 * gradient for gradient in gradients], pair)

    plain = config.build_discriminative(0.01, **RATES)
    np.testing.assert_allclose(moves(apply), moves(plain.apply), rtol=1e-5)


def recipe(**train):
    """A network with an auxiliary head, at a rate that stays."""
    whole = tiny(RECIPES["folder_galdnet"](), "root").with_num_classes(3)
    train = {"schedule": ConstantConfig(learning_rate=0.01), **train}
    return dataclasses.replace(
        whole,
        model=dataclasses.replace(whole.model, dropout_rate=0.0),
        train=dataclasses.replace(whole.train, **train),
    )


def compiled(**train):
    """Without a graph: to trace one takes longer than a few steps."""
    model = randomize(compile_model(recipe(**train)))
    model.run_eagerly = True
    return model


def differences(model):
    """By how much a step moves each variable."""
    before = {v.path: v.numpy() for v in model.trainable_variables}
    model.train_on_batch(IMAGES, LABELS)
    return {
        v.path: v.numpy() - before[v.path] for v in model.trainable_variables
    }


def test_a_step_of_the_head_is_as_many_times_larger():
    plain = differences(compiled())
    faster = differences(compiled(head_learning_rate_multiplier=4.0))
    heads = {"reduce", "gald", "refine", "join", "head", "auxiliary_head"}
    for path, move in faster.items():
        factor = 4.0 if path.split("/")[0] in heads else 1.0
        scale = np.abs(move).max()
        np.testing.assert_allclose(
            move, factor * plain[path], atol=1e-3 * scale + 2e-6, err_msg=path
        )
    assert {path.split("/")[0] for path in faster} - heads == {
        "stem",
        "res2",
        "res3",
        "res4",
        "res5",
    }


@pytest.mark.parametrize("optimizer", CONFIGS[:2], ids=lambda c: c.kind)
def test_a_saved_run_goes_on_with_both_rates(optimizer, tmp_path):
    model = compiled(head_learning_rate_multiplier=10.0, optimizer=optimizer)
    model.train_on_batch(IMAGES, LABELS)
    model.save(tmp_path / "last.keras")
    loaded = keras.saving.load_model(tmp_path / "last.keras")
    resumed = compile_model(
        recipe(head_learning_rate_multiplier=10.0, optimizer=optimizer),
        resumes=True,
    )
    resumed.run_eagerly = True
    resumed.load_weights(tmp_path / "last.keras")
    assert type(loaded.optimizer) is type(model.optimizer)
    config = loaded.optimizer.get_config()
    assert config["rate_multiplier"] == 10.0
    assert set(config["multiplied"]) == set(model.optimizer.multiplied)
    for again in (model, resumed):
        again.train_on_batch(IMAGES, LABELS)
    for mine, theirs in zip(model.weights, resumed.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)


@pytest.mark.parametrize("config", CONFIGS, ids=lambda c: c.kind)
def test_two_replicas_take_the_steps_of_one(config, two_replicas):
    one = dense_model(config)
    with two_replicas.scope():
        two = dense_model(config)
    two.set_weights(one.get_weights())
    inputs = GENERATOR.normal(size=(8, 3)).astype("float32")
    for model in (one, two):
        model.fit(inputs, inputs[:, :2], batch_size=8, epochs=3, verbose=0)
    for mine, theirs in zip(one.weights, two.weights, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-6)


def dense_model(config):
    model = keras.Sequential(
        [
            keras.Input((3,)),
            keras.layers.Dense(4, name="backbone"),
            keras.layers.Dense(2, name="head"),
        ]
    )
    model.compile(config.build_discriminative(0.01, **RATES), "mse")
    return model


def test_an_optimizer_of_one_rate_says_so():
    class Toy(OptimizerConfig):
        kind = "toy"

    with pytest.raises(ValueError, match="toy has one learning rate for all"):
        Toy().build_discriminative(0.1, **RATES)


@pytest.mark.parametrize("value", [0.0, -1.0, float("inf"), float("nan")])
def test_senseless_multipliers_are_refused(value):
    with pytest.raises(ValueError, match="head_learning_rate_multiplier"):
        recipe(head_learning_rate_multiplier=value)
