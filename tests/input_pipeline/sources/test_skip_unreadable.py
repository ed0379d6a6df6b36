import logging

import pytest
import tensorflow as tf

from input_pipeline.sources.skip_unreadable import skip_unreadable


def samples(bad, start=0, count=8, step=1):
    def make(number):
        fails = tf.reduce_any(number == tf.constant(bad, tf.int64))
        tf.debugging.assert_equal(fails, False)
        return number, tf.zeros((2, 2, 3), tf.uint8), tf.zeros((2, 2), tf.uint8)

    return tf.data.Dataset.range(start, start + count, step).map(make, 2)


@pytest.mark.parametrize(
    ("bad", "start"), [([-1], 0), ([3], 0), ([10, 12, 13], 10), ([0, 1], 0)]
)
def test_names_what_it_skips(bad, start, caplog):
    with caplog.at_level(logging.WARNING, "input_pipeline"):
        kept = skip_unreadable(
            samples(bad, start), start, lambda n: f"file {n}"
        )
        numbers = [int(number) for number, _, _ in kept]
    expected = [n for n in range(start, start + 8) if n not in bad]
    assert numbers == expected
    skipped = [r.getMessage() for r in caplog.records]
    assert skipped == [f"skipped unreadable file {n}" for n in bad if n >= 0]


def test_shapes_stay_known():
    kept = skip_unreadable(samples([3]), 0, str)
    _, image, label = kept.element_spec
    assert image.shape == (2, 2, 3) and label.shape == (2, 2)


def test_names_what_it_skips_of_every_third_number(caplog):
    every_third = samples([4, 6, 13], 1, 13, step=3)
    kept = skip_unreadable(every_third, 1, lambda n: f"file {n}", step=3)
    assert [int(number) for number, _, _ in kept] == [1, 7, 10]
    skipped = [r.getMessage() for r in caplog.records]
    assert skipped == ["skipped unreadable file 4"]
