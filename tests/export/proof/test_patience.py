from export.proof.patience import affordable


def test_quick_ones_see_every_image():
    assert affordable(5.0, 20) == list(range(20))
    assert affordable(0.0, 20) == list(range(20))


def test_slow_ones_see_as_many_as_fit_spread_over_all():
    assert affordable(5_000.0, 20) == [0, 3, 6, 10, 13, 16]
    assert affordable(1e6, 20) == [0, 6, 13]
    assert affordable(1e6, 2) == [0, 1]
