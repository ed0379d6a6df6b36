import logging

import pytest
import tensorflow as tf

from input_pipeline.sources.unreadable_samples import skip_unreadable
from tests.input_pipeline.sources.failing import (
    Source,
    among,
    failing,
    numbers_of,
)


@pytest.mark.parametrize(
    ("bad", "start"), [([-1], 0), ([3], 0), ([10, 12, 13], 10), ([0, 1], 0)]
)
def test_names_what_it_skips(bad, start, caplog):
    tries = failing(among(*bad), start, end=start + 8)
    with caplog.at_level(logging.WARNING, "input_pipeline"):
        numbers = numbers_of(skip_unreadable(tries, Source(), 5, 99))
    expected = [n for n in range(start, start + 8) if n not in bad]
    assert numbers == expected
    skipped = [r.getMessage() for r in caplog.records]
    assert skipped == [
        f"skipped unreadable file {n} of 5" for n in bad if n >= 0
    ]


def test_shapes_stay_known():
    kept = skip_unreadable(failing(among(3)), Source(), 0, 99)
    image, label = kept.element_spec
    assert image.shape == (2, 2, 3) and label.shape == (2, 2)


def test_names_what_it_skips_of_every_third_number(caplog):
    every_third = failing(among(4, 6, 13), 1, 3, end=14)
    kept = skip_unreadable(every_third, Source(), 0, 99)
    assert numbers_of(kept) == [1, 7, 10]
    skipped = [r.getMessage() for r in caplog.records]
    assert skipped == ["skipped unreadable file 4 of 0"]


def read_to_the_end(tries, source, limit):
    seen = []
    words = f"{limit} samples in a row cannot be read"
    with pytest.raises(tf.errors.OpError, match=words) as error:
        for _, label in skip_unreadable(tries, source, 0, limit):
            seen.append(int(label[0, 0]))
    return seen, str(error.value)


@pytest.mark.parametrize("limit", [1, 4, 40])
def test_so_many_in_a_row_are_the_end(limit, caplog):
    start, bad = 60, lambda number: number >= 50
    seen, _ = read_to_the_end(failing(bad), Source(), limit)
    assert seen == list(range(50))
    assert len(caplog.records) == limit - 1
    seen, text = read_to_the_end(failing(bad, start, 2), Source(), limit)
    assert seen == []
    assert f"file {start + 2 * (limit - 1)} of 0 cannot be used" in text


def test_scattered_failures_go_on():
    tries = failing(lambda number: number % 4 > 0, end=400)
    kept = skip_unreadable(tries, Source(), 0, 4)
    assert numbers_of(kept) == list(range(0, 400, 4))
    # Read anew, a row does not continue that of the time before.
    assert numbers_of(kept) == list(range(0, 400, 4))


def test_a_row_is_counted_for_each_part_of_a_mix():
    gone = failing(lambda number: (number % 3 == 1) & (number > 30))
    seen, text = read_to_the_end(gone, Source(parts=3), 8)
    assert seen == [n for n in range(52) if n % 3 != 1 or n <= 30]
    assert "file 52 of 0" in text
