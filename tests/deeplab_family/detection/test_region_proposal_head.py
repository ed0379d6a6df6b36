import numpy as np

from deeplab_family.detection import RegionProposalHead
from tests.contracts.layer import LayerContract
from tests.randomize import randomize

SHAPES = [(2, 4, 5, 6), (2, 2, 3, 6)]


class TestRegionProposalHead(LayerContract):
    layer_class = RegionProposalHead
    init_kwargs = {"num_anchors": 2, "filters": 8}
    input_shape = SHAPES
    output_shape = [(2, 40), (2, 40, 4), (2, 12), (2, 12, 4)]

    def unknown_output(self, shape):
        return (None, None, *shape[2:])


def test_answers_stand_in_the_order_of_the_anchors():
    layer = RegionProposalHead(num_anchors=2, filters=8)
    x = np.random.default_rng(0).normal(size=SHAPES[0]).astype("float32")
    layer([x])
    randomize(layer)
    ((logits, deltas),) = layer([x])
    seen = layer.look(x)
    places = np.asarray(layer.objectness(seen))
    offsets = np.asarray(layer.deltas(seen))
    for row, column, anchor in [(0, 0, 1), (3, 2, 0), (1, 4, 1)]:
        index = (row * 5 + column) * 2 + anchor
        np.testing.assert_array_equal(
            np.asarray(logits)[:, index], places[:, row, column, anchor]
        )
        np.testing.assert_array_equal(
            np.asarray(deltas)[:, index],
            offsets[:, row, column, 4 * anchor : 4 * anchor + 4],
        )


def test_levels_share_their_weights():
    layer = RegionProposalHead(num_anchors=1, filters=4)
    x = np.random.default_rng(0).normal(size=SHAPES[0]).astype("float32")
    first, second = layer([x, x])
    np.testing.assert_array_equal(first[0], second[0])
    assert len(layer.weights) == 6
