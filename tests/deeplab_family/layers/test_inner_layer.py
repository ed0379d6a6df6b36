import json

import keras

from deeplab_family.layers.downsampled import (
    build_inner,
    deserialize_inner,
    serialize_inner,
)


def test_a_layer_comes_back_unbuilt_with_its_arguments():
    layer = keras.layers.Conv2D(3, 1, name="inner")
    before = json.dumps(serialize_inner(layer))
    layer.build((None, None, None, 2))
    assert json.dumps(serialize_inner(layer)) == before
    revived = deserialize_inner(json.loads(before))
    assert not revived.built
    assert revived.get_config() == layer.get_config()


def test_a_built_layer_keeps_its_weights():
    layer = keras.layers.Conv2D(3, 1)
    layer.build((None, None, None, 2))
    kernel = layer.kernel
    build_inner(layer, (None, None, None, 2))
    assert layer.kernel is kernel


def test_no_layer_stays_none():
    assert serialize_inner(None) is None
    assert deserialize_inner(None) is None
    build_inner(None, (None, 1, 1, 1))
