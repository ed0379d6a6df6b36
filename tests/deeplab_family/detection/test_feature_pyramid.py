import numpy as np

from deeplab_family.detection import FeaturePyramid
from tests.contracts.layer import LayerContract
from tests.randomize import randomize

SHAPES = [(2, 20, 13, 3), (2, 10, 7, 4), (2, 5, 4, 5), (2, 3, 2, 6)]


class TestFeaturePyramid(LayerContract):
    layer_class = FeaturePyramid
    init_kwargs = {"filters": 4}
    input_shape = SHAPES
    output_shape = [*((*shape[:-1], 4) for shape in SHAPES), (2, 2, 1, 4)]


def test_each_level_is_its_lateral_plus_the_coarser_twice_as_large():
    layer = FeaturePyramid(4)
    generator = np.random.default_rng(0)
    maps = [generator.normal(size=s).astype("float32") for s in SHAPES]
    layer(maps)
    randomize(layer)
    answers = layer(maps)
    total = None
    for level in (3, 2, 1, 0):
        own = np.asarray(layer.laterals[level](maps[level]))
        if total is not None:
            repeated = total.repeat(2, axis=1).repeat(2, axis=2)
            own = own + repeated[:, : own.shape[1], : own.shape[2]]
        total = own
        np.testing.assert_allclose(
            answers[level], layer.outputs[level](total), atol=1e-5
        )
    np.testing.assert_array_equal(
        answers[4], np.asarray(answers[3])[:, ::2, ::2]
    )
