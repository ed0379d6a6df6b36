from export.proof.measurement import within_time_budget


def test_quick_ones_see_every_image():
    assert within_time_budget(5.0, 20) == list(range(20))
    assert within_time_budget(0.0, 20) == list(range(20))


def test_slow_ones_see_as_many_as_fit_spread_over_all():
    assert within_time_budget(5_000.0, 20) == [0, 3, 6, 10, 13, 16]
    assert within_time_budget(1e6, 20) == [0, 6, 13]
    assert within_time_budget(1e6, 2) == [0, 1]
