import pytest

from input_pipeline.sources.file_source import numbers_from


@pytest.mark.parametrize("start", [0, 7, 10**15])
def test_counts_on_and_on(start):
    numbers = [int(number) for number in numbers_from(start).take(3)]
    assert numbers == [start, start + 1, start + 2]
