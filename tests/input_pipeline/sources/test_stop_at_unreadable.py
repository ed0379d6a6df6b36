import pytest
import tensorflow as tf

from input_pipeline import DataError
from input_pipeline.sources.stop_at_unreadable import stop_at_unreadable


def samples(bad, start=0, step=1):
    def make(number):
        fails = tf.reduce_any(number == tf.constant(list(bad), tf.int64))
        tf.debugging.assert_equal(fails, False)
        return number, tf.zeros((2, 2, 3), tf.uint8), tf.zeros((2, 2), tf.uint8)

    return tf.data.Dataset.range(start, 10**9, step).map(make, 2)


def name(number):
    return f"file {number}"


@pytest.mark.parametrize("start", [0, 7])
def test_good_samples_pass_unchanged(start):
    kept = stop_at_unreadable(samples([3], start=start + 4), start + 4, name)
    numbers = [int(number) for number, _, _ in kept.take(5)]
    assert numbers == list(range(start + 4, start + 9))
    _, image, label = kept.element_spec
    assert image.shape == (2, 2, 3) and label.shape == (2, 2)


@pytest.mark.parametrize(("bad", "named"), [([3], 3), ([0, 1], 0), ([5, 9], 5)])
def test_the_first_failed_sample_is_named(bad, named):
    stopping = iter(stop_at_unreadable(samples(bad), 0, name))
    with pytest.raises(tf.errors.OpError, match=f"file {named} cannot be used"):
        for count in range(20):
            assert int(next(stopping)[0]) == count
    assert count == named


def test_numbers_may_be_spaced():
    stopping = iter(stop_at_unreadable(samples([7], 1, 3), 1, name, 3))
    assert [int(next(stopping)[0]) for _ in range(2)] == [1, 4]
    with pytest.raises(tf.errors.OpError, match="file 7 cannot"):
        next(stopping)


def test_nothing_usable_at_all_is_an_error_at_once():
    with pytest.raises(DataError, match="file 0 and all after it cannot"):
        stop_at_unreadable(samples(range(40)), 0, name)


def test_a_name_that_is_no_utf8_is_told():
    strange = b"caf\xe9.jpg".decode("utf-8", "surrogateescape")
    stopping = iter(stop_at_unreadable(samples([1]), 0, lambda _: strange))
    next(stopping)
    with pytest.raises(tf.errors.OpError, match=r"caf.+dce9.jpg cannot be"):
        next(stopping)
