import pytest

from export.mixed_precision.bisection import fewest


@pytest.mark.parametrize("answer", range(20))
def test_the_smallest_number_is_found_in_few_trials(answer):
    tried = []
    found = fewest(lambda n: tried.append(n) or n >= answer, 19)
    assert found == answer
    assert len(tried) <= 10
    assert len(set(tried)) == len(tried)


def test_nothing_is_found_where_nothing_holds():
    assert fewest(lambda n: False, 5) is None
    assert fewest(lambda n: False, 0) is None
