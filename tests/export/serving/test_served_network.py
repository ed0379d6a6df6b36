import dataclasses

import keras
import numpy as np
import pytest
import tensorflow as tf

from export import ExportError
from export.serving import ServingSettings
from export.serving.served_network import (
    check_served_sizes,
    feature_model,
    served_network,
    served_scorer,
)
from tests.export.tiny_network import draw_images, make_network
from tests.small_networks import NETWORKS
from tests.small_unet import small_unet


def test_a_model_without_a_wish_is_served_as_it_is():
    model = make_network()
    assert served_network(model, ServingSettings()) is model


def test_a_network_of_the_library_changes_its_stride():
    model = NETWORKS["deeplabv3"].build()
    settings = ServingSettings(output_stride=8)
    served = served_network(model, settings)
    assert served.config.backbone.output_stride == 8
    for mine, theirs in zip(served.weights, model.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_a_model_that_cannot_change_its_stride_is_refused():
    with pytest.raises(ExportError, match="with_output_stride"):
        served_network(make_network(), ServingSettings(output_stride=8))


def test_an_impossible_stride_is_refused():
    model = NETWORKS["deeplabv3"].build()
    with pytest.raises(ExportError, match="output_stride"):
        served_network(model, ServingSettings(output_stride=7))


@pytest.mark.parametrize(
    ("settings", "argument"),
    [
        ({}, "warmup_size"),
        ({"warmup_size": (512, 256), "tile": 100}, "warmup_size"),
        ({"warmup_size": (64, 64), "tile": 100, "tile_overlap": 8}, "tile"),
        ({"warmup_size": (64, 64), "scales": (1.0, 0.8)}, "warmup_size"),
    ],
    ids=str,
)
def test_sizes_that_the_network_cannot_take_are_named(settings, argument):
    settings = ServingSettings(**{"tile_overlap": 16, **settings})
    with pytest.raises(ExportError, match=f"`{argument}`.*a multiple of 8, "):
        check_served_sizes(small_unet(), settings)


def test_sizes_that_the_network_takes_pass():
    settings = ServingSettings(
        warmup_size=(512, 40), tile=64, tile_overlap=8, scales=(0.5, 1.0)
    )
    with pytest.raises(ExportError, match="`warmup_size`.*20.*multiple of 8"):
        check_served_sizes(small_unet(), settings)
    settings = dataclasses.replace(settings, warmup_size=(512, 48))
    check_served_sizes(small_unet(), settings)
    check_served_sizes(small_unet((48, 64)), ServingSettings())


def test_tiles_blend_probabilities():
    model = make_network()
    settings = ServingSettings(tile=64, tile_overlap=16)
    scorer = served_scorer(model, settings)
    images = tf.cast(draw_images(1, 20, 30), tf.float32)
    assert not scorer.logits
    np.testing.assert_allclose(
        scorer.score(images), tf.nn.softmax(model(images)), atol=1e-6
    )


def test_features_end_at_the_layer():
    model = make_network()
    name = model.layers[2].name
    features = feature_model(model, name)
    assert features.output.shape == model.layers[2].output.shape


def test_an_unknown_layer_is_answered_with_those_near_it():
    model = make_network()
    with pytest.raises(ExportError, match=model.layers[1].name):
        feature_model(model, model.layers[1].name + "g")


def test_a_layer_that_is_a_model_of_its_own_is_refused():
    inner = make_network()
    inputs = keras.Input((None, None, 3))
    model = keras.Model(inputs, inner(inputs))
    with pytest.raises(ExportError, match="no output within"):
        feature_model(model, inner.name)
