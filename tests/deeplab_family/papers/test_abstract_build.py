import keras

from deeplab_family.papers.abstract_build import with_abstract_weights


def build(width):
    return keras.Sequential([keras.Input((width,)), keras.layers.Dense(3)])


def test_shapes_are_known_and_values_are_never_made():
    asked = []

    def draw(shape, dtype=None):
        asked.append(shape)
        return keras.ops.zeros(shape, dtype)

    def count():
        layer = keras.layers.Dense(3, kernel_initializer=draw)
        layer.build((None, 5))
        return layer.count_params()

    assert with_abstract_weights(count) == 5 * 3 + 3
    # Whatever Keras builds next must not make up for it.
    build(2)(keras.ops.ones((1, 2)))
    assert asked == []


def test_what_comes_after_has_weights():
    with_abstract_weights(lambda: build(1000).count_params())
    model = build(4)
    assert model.get_weights()[0].shape == (4, 3)
