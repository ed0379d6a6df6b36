import numpy as np
import pytest

from input_pipeline import DataError
from input_pipeline.convert import group_names, stratified_split


def alone(count):
    return list(range(count))


def drawn(images, frequencies, seed):
    rng = np.random.default_rng(seed)
    return rng.random((images, len(frequencies))) < frequencies


@pytest.mark.parametrize("seed", range(5))
def test_a_rare_class_is_divided_exactly(seed):
    present = np.ones((100, 2), bool)
    present[:, 1] = False
    rare = np.random.default_rng(seed).choice(100, 5, replace=False)
    present[rare, 1] = True
    part = stratified_split(present, alone(100), (0.8, 0.2), seed)
    assert np.bincount(part).tolist() == [80, 20]
    assert np.bincount(part[rare]).tolist() == [4, 1]


@pytest.mark.parametrize("seed", range(5))
def test_every_class_gets_its_share_within_two_images(seed):
    """A division by lot misses by five and more (the mean of the worst)."""
    present = drawn(200, (0.9, 0.5, 0.3, 0.1, 0.05, 0.02), seed)
    shares = (0.7, 0.2, 0.1)
    part = stratified_split(present, alone(200), shares, seed)
    for number, share in enumerate(shares):
        found = present[part == number].sum(axis=0)
        assert np.abs(found - share * present.sum(axis=0)).max() <= 2
        assert abs((part == number).sum() - share * 200) <= 3


def test_groups_stay_together_and_shares_hold_as_far_as_they_can():
    present = drawn(120, (0.9, 0.2, 0.1), 0)
    groups = np.repeat(np.arange(30), 4)
    part = stratified_split(present, groups.tolist(), (0.75, 0.25))
    for group in range(30):
        assert len({*part[groups == group].tolist()}) == 1
    assert abs((part == 1).sum() - 30) <= 4


def test_the_seed_decides_and_alone():
    present = drawn(60, (0.9, 0.3), 1)
    one, same, other = (
        stratified_split(present, alone(60), (0.5, 0.5), seed)
        for seed in (0, 0, 1)
    )
    assert one.tolist() == same.tolist() != other.tolist()


def test_no_part_is_empty_however_small_its_share():
    for count in (2, 3, 7):
        present = np.ones((count, 3), bool)
        part = stratified_split(present, alone(count), (0.99, 0.01))
        assert np.bincount(part, minlength=2).min() == 1


def test_images_without_a_class_are_divided_too():
    present = np.zeros((10, 4), bool)
    part = stratified_split(present, alone(10), (0.8, 0.2))
    assert np.bincount(part).tolist() == [8, 2]


def test_fewer_groups_than_parts_are_refused():
    with pytest.raises(DataError, match="1 groups of 3 images"):
        stratified_split(np.ones((3, 1), bool), [7, 7, 7], (0.5, 0.5))


def test_groups_are_what_the_pattern_finds():
    names = ["sea_01", "sea_02", "land_01"]
    assert group_names(names, "^(.+)_") == [("sea",), ("sea",), ("land",)]
    assert group_names(names, "[0-9]+") == [("01",), ("02",), ("01",)]
    assert len({*group_names(names, None)}) == 3
    with pytest.raises(DataError, match="finds nothing in 1 name: land_01"):
        group_names(names, "^sea")
    with pytest.raises(DataError, match="no regular expression"):
        group_names(names, "(")
