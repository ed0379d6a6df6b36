"""Order of images: groups apart, all of them, and the same by number."""

import numpy as np
import pytest

from input_pipeline.detection.aspect_order import AspectOrder

WIDE = np.array([True] * 7 + [False] * 3 + [True] * 2)


def places(order, batches, size, seed=0, start=0):
    numbers = range(start * size, (start + batches) * size)
    found = [order.place_of(number, seed) for number in numbers]
    return np.array(found).reshape(-1, size)


@pytest.mark.parametrize("size", [1, 2, 4, 5])
def test_a_batch_holds_one_group(size):
    for batch in places(AspectOrder(WIDE, size), 40, size):
        assert len(set(WIDE[batch])) == 1


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_no_image_is_left_out_or_preferred(size):
    """Within a group all are visited equally often, but for one visit."""
    found = places(AspectOrder(WIDE, size), 60, size).ravel()
    visits = np.bincount(found, minlength=len(WIDE))
    for group in (WIDE, ~WIDE):
        assert np.ptp(visits[group]) <= 1 and visits[group].min() > 0


def test_each_group_has_its_share_of_an_epoch():
    """Nine wide ones in three batches of four, three high ones in one."""
    for epoch in places(AspectOrder(WIDE, 4), 40, 4).reshape(10, 4, 4):
        assert sorted(WIDE[epoch[:, 0]]) == [False, True, True, True]


def test_an_epoch_without_remainders_visits_each_once():
    order = AspectOrder([True] * 6 + [False] * 4, 2)
    epochs = places(order, 15, 2).reshape(3, 10)
    for epoch in epochs:
        np.testing.assert_array_equal(np.sort(epoch), np.arange(10))
    assert not np.array_equal(epochs[0], epochs[1])


def test_the_order_follows_from_seed_and_number():
    one, two = AspectOrder(WIDE, 4), AspectOrder(WIDE, 4)
    later = places(two, 3, 4, start=9)  # asked for first
    np.testing.assert_array_equal(places(one, 12, 4)[9:], later)
    assert not np.array_equal(places(one, 12, 4), places(one, 12, 4, seed=1))


def test_groups_take_turns():
    """The high ones do not all come at the end."""
    found = places(AspectOrder(WIDE, 1), 12 * 20, 1).reshape(20, 12)
    first = [int(np.argmin(WIDE[epoch])) for epoch in found]
    assert len(set(first)) > 3


def test_one_group_alone_will_do():
    found = places(AspectOrder([False] * 3, 2), 3, 2)
    np.testing.assert_array_equal(np.bincount(found.ravel()), [2, 2, 2])
