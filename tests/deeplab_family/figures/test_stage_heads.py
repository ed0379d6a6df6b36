import itertools

import keras
import numpy as np
import pytest

from deeplab_family.figures import (
    FigureSample,
    build_stage_heads,
    draw_stages,
    train_stage_heads,
)
from deeplab_family.models import GALDNetConfig
from input_pipeline import DatasetSpec
from tests.small_backbone import SmallBackboneConfig

SPEC = DatasetSpec(("a", "b"), ((200, 0, 0), (0, 200, 0)))
CONFIG = GALDNetConfig(
    num_classes=2,
    backbone=SmallBackboneConfig(output_stride=8),
    filters=16,
    padding="same",
)


@pytest.fixture(scope="module")
def network():
    keras.utils.set_random_seed(1)
    network = CONFIG.build()
    for seed in range(30):  # its statistics become those of the images
        network(halves(seed)[0].astype("float32"), training=True)
    return network


def halves(seed):
    """Dark and light halves of an image, which are its two classes."""
    random = np.random.default_rng(seed)
    labels = np.zeros((2, 32, 40), np.uint8)
    labels[0, :, 20:] = labels[1, :, :20] = 1
    images = 40 + 170 * labels[..., None] + random.integers(0, 30, (2, 1, 1, 3))
    labels[:, :3] = 255
    return np.broadcast_to(images, (2, 32, 40, 3)).astype(np.uint8), labels


def test_heads_learn_and_the_network_stays_what_it_was(network):
    before = [np.array(w) for w in network.get_weights()]
    images, _ = halves(9)
    answer = np.asarray(network(images.astype("float32"), training=False))
    heads = build_stage_heads(network)
    assert len(heads.trainable_variables) == 4  # two kernels, two biases
    told = []
    batches = map(halves, itertools.count())
    losses = train_stage_heads(
        heads, batches, 60, progress=lambda *now: told.append(now)
    )
    assert len(losses) == 60 and told[-1] == (60, 60)
    assert np.mean(losses[:3]) > 2 * np.log(2) * 0.8
    assert losses[-1] < 0.8 * losses[0]
    for old, new in zip(before, network.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)
    again = network(images.astype("float32"), training=False)
    np.testing.assert_array_equal(answer, again)


def test_a_head_sees_its_own_stage(network):
    """Its logits at the pixels of the map: features times kernel."""
    heads = build_stage_heads(network)
    images = halves(4)[0].astype("float32")
    block = network.get_layer("gald")
    fcn = keras.Model(network.input, block.input)(images, training=False)
    ga = block.aggregation(fcn, training=False)
    logits = heads(images, training=False)
    for name, features in (("fcn", fcn), ("ga", ga)):
        conv = heads.get_layer(f"{name}_head").conv
        kernel, bias = (np.asarray(w) for w in conv.get_weights())
        expected = np.asarray(features) @ kernel[0, 0] + bias
        found = np.asarray(logits[name])[:, ::8, ::8]
        np.testing.assert_allclose(found, expected, atol=1e-5)
    assert np.abs(np.asarray(fcn) - np.asarray(ga)).max() > 1e-4


def test_ignored_pixels_teach_nothing(network):
    heads = build_stage_heads(network)
    images, labels = halves(0)
    before = [np.array(w) for w in heads.get_weights()]
    train_stage_heads(heads, [(images, np.full_like(labels, 255))], 1)
    for old, new in zip(before, heads.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_the_last_column_is_the_network_itself(network, monkeypatch):
    columns = []
    monkeypatch.setattr(
        "deeplab_family.figures.stage_heads.draw_class_maps",
        lambda found, samples, spec: columns.extend(found),
    )
    heads = build_stage_heads(network)
    images, labels = halves(2)
    draw_stages(network, heads, [FigureSample(images[0], labels[0])], SPEC)
    assert [title for title, _ in columns] == ["FCN", "after GA", "after GALD"]
    logits = np.asarray(network(images[:1].astype("float32")))
    expected = logits[0].argmax(axis=-1)
    np.testing.assert_array_equal(columns[2][1](images[0]), expected)


@pytest.mark.parametrize(
    "fields", [{"aggregation": None}, {"arrangement": "ldga"}]
)
def test_stages_in_another_order_are_refused(fields):
    config = GALDNetConfig(**{**vars(CONFIG), **fields})
    with pytest.raises(ValueError, match="Stages need"):
        build_stage_heads(config.build())
