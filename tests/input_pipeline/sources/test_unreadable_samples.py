from pathlib import Path

import pytest
import tensorflow as tf

from input_pipeline import DataError
from input_pipeline.sources.unreadable_samples import stop_at_unreadable
from tests.input_pipeline.sources.failing import (
    Source,
    among,
    failing,
    numbers_of,
)


@pytest.mark.parametrize("start", [0, 7])
def test_good_samples_pass_unchanged(start):
    bad = among(3)
    kept = stop_at_unreadable(failing(bad, start + 4), Source(), 0)
    assert numbers_of(kept.take(5)) == list(range(start + 4, start + 9))
    image, label = kept.element_spec
    assert image.shape == (2, 2, 3) and label.shape == (2, 2)


@pytest.mark.parametrize(("bad", "named"), [([3], 3), ([0, 1], 0), ([5, 9], 5)])
def test_the_first_failed_sample_is_named(bad, named):
    stopping = iter(stop_at_unreadable(failing(among(*bad)), Source(), 8))
    words = f"file {named} of 8 cannot be used"
    with pytest.raises(tf.errors.OpError, match=words):
        for count in range(20):
            assert int(next(stopping)[1][0, 0]) == count
    assert count == named


def test_numbers_may_be_spaced():
    tries = failing(among(7), start=1, step=3)
    stopping = iter(stop_at_unreadable(tries, Source(), 0))
    assert [int(next(stopping)[1][0, 0]) for _ in range(2)] == [1, 4]
    with pytest.raises(tf.errors.OpError, match="file 7 of 0 cannot"):
        next(stopping)


@pytest.mark.parametrize("first", [1, 16, 17, 40])
def test_it_ends_too_where_all_that_follow_fail(first):
    tries = failing(lambda number: number >= first)
    stopping = stop_at_unreadable(tries, Source(), 0)
    seen = []
    with pytest.raises(tf.errors.OpError, match=f"file {first} of 0 cannot"):
        for _, label in stopping:
            seen.append(int(label[0, 0]))
    assert seen == list(range(first))


def test_a_file_that_is_gone_is_told_from_a_damaged_one():
    source = Source(file=Path("/nowhere/a.jpg"))
    stopping = iter(stop_at_unreadable(failing(among(2)), source, 0))
    with pytest.raises(tf.errors.OpError, match="/nowhere/a.jpg is no longer"):
        list(stopping)


def test_nothing_usable_at_all_is_an_error_at_once():
    with pytest.raises(DataError, match="file 0 of 0 and all after it cannot"):
        stop_at_unreadable(failing(lambda number: number < 40), Source(), 0)


def test_a_name_that_is_no_utf8_is_told():
    strange = b"caf\xe9.jpg".decode("utf-8", "surrogateescape")
    source = Source()
    source.name_of = lambda number, seed: strange
    stopping = iter(stop_at_unreadable(failing(among(1)), source, 0))
    with pytest.raises(tf.errors.OpError, match=r"caf.+dce9.jpg cannot be"):
        list(stopping)
