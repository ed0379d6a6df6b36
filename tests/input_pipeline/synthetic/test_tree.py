import numpy as np

from input_pipeline.synthetic.classes import Street
from input_pipeline.synthetic.tree import Tree
from tests.input_pipeline.synthetic.stage import CAMERA, box_of, label_of


def test_crown_is_wider_than_the_trunk_and_stands_on_the_ground():
    label = label_of(Tree(x=1.0, z=15.0, height=6.0, seed=1))
    top, bottom, _, _ = box_of(label, Street.TREE)
    _, foot = CAMERA.project(1.0, 0.0, 15.0)
    assert abs(bottom - foot) <= 1.5
    widths = np.sum(label == Street.TREE, axis=1)
    assert widths[bottom - 2] < widths[(top + bottom) // 2 - 6] / 3


def test_the_seed_decides_the_shape():
    one, same, other = (
        label_of(Tree(x=0.0, z=12.0, height=6.0, seed=s)) for s in (1, 1, 2)
    )
    assert np.array_equal(one, same) and not np.array_equal(one, other)
