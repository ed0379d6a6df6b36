import numpy as np
import pytest

from input_pipeline.synthetic.building import (
    Building,
    random_row,
)
from input_pipeline.synthetic.classes import Street
from tests.input_pipeline.synthetic.stage import WIDTH, box_of, label_of


@pytest.mark.parametrize("side", [-1, 1])
def test_stands_on_its_side_of_the_street(side):
    house = Building(
        side=side, facade=6.0, near=12, far=20, storeys=2, wall=(150, 90, 80)
    )
    _, _, left, right = box_of(label_of(house), Street.BUILDING)
    assert (left > WIDTH / 2) if side > 0 else (right < WIDTH / 2)


def test_more_storeys_are_higher():
    low, high = (
        Building(side=1, facade=6.0, near=20, far=25, storeys=n, wall=(9, 9, 9))
        for n in (1, 3)
    )
    tops = [box_of(label_of(h), Street.BUILDING)[0] for h in (low, high)]
    assert tops[1] < tops[0]


def test_houses_of_a_row_do_not_overlap():
    row = random_row(1, 6.0, np.random.default_rng(0))
    assert row[-1].far > 150
    for one, following in zip(row, row[1:], strict=False):
        assert one.near < one.far <= following.near
