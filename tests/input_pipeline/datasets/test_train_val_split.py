from pathlib import Path

import pytest

from input_pipeline import DataError, SamplePaths
from input_pipeline.datasets.train_val_split import (
    check_val_share,
    divide,
    share_of_train,
    val_names,
)

NAMES = [f"photo_{number:03d}" for number in range(100)]
WRITTEN = ["photo_000", "photo_003"]


def samples(names):
    path = Path("x.png")
    return [SamplePaths(id=n, image_path=path, label_path=path) for n in names]


@pytest.mark.parametrize(
    ("count", "share", "val"),
    [(100, 0.2, 20), (10, 0.25, 2), (3, 0.1, 1), (2, 0.9, 1), (7, 0.5, 4)],
)
def test_so_many_are_val_and_every_sample_is_in_one(count, share, val):
    parts = divide(samples(NAMES[:count]), share)
    assert len(parts["val"]) == val
    ids = [s.id for part in parts.values() for s in part]
    assert sorted(ids) == NAMES[:count]
    assert parts["train"] == tuple(sorted(parts["train"], key=lambda s: s.id))


def test_a_photograph_stays_on_its_side_when_others_come():
    before = val_names(NAMES, 0.2)
    more = val_names([*NAMES, *(f"new_{n}" for n in range(10))], 0.2)
    moved = {name for name in NAMES if (name in before) != (name in more)}
    assert len(moved) <= 4


def test_order_does_not_matter_and_the_division_is_this_one():
    assert val_names(NAMES[::-1], 0.2) == val_names(NAMES, 0.2)
    # Written down: another version must not put tests into training.
    assert sorted(val_names(NAMES[:10], 0.2)) == WRITTEN


def test_one_image_cannot_be_divided():
    with pytest.raises(DataError, match="1 labeled image cannot be divided"):
        divide(samples(["alone"]), 0.2)


@pytest.mark.parametrize("share", [1, -0.1, 20])
def test_shares_out_of_range_are_refused(share):
    with pytest.raises(ValueError, match=f"`val_share`.*{share}"):
        check_val_share(share)


def test_no_share_and_none_are_in_range():
    check_val_share(0)
    check_val_share(None)


@pytest.mark.parametrize(
    ("splits", "asked", "share"),
    [
        ([""], None, 0.2),
        ([""], 0.4, 0.4),
        ([""], 0.0, 0.0),
        (["train"], None, 0.0),
        (["train", "test"], 0.3, 0.3),
        (["train", "val"], 0.3, 0.0),
        (["test"], 0.3, 0.0),
    ],
)
def test_only_what_nobody_divided_is_divided_unasked(splits, asked, share):
    assert share_of_train(splits, asked) == share
