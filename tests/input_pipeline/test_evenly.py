from input_pipeline.evenly import evenly


def test_places_are_spread_over_all():
    assert evenly(10, 5) == [0, 2, 4, 6, 8]
    assert evenly(10, 3) == [0, 3, 6]
    assert evenly(3, 5) == evenly(3, None) == [0, 1, 2]
    assert evenly(0, 5) == []
