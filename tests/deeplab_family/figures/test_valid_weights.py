import numpy as np
import pytest

from deeplab_family.figures import valid_weight_shares, valid_weights_chart


def counted(height, width, rate):
    """Position by position, weight by weight."""
    shares = dict.fromkeys((1, 2, 3, 4, 6, 9), 0)
    for row in range(height):
        for column in range(width):
            valid = sum(
                0 <= row + rate * down < height
                and 0 <= column + rate * right < width
                for down in (-1, 0, 1)
                for right in (-1, 0, 1)
            )
            shares[valid] += 1 / (height * width)
    return shares


@pytest.mark.parametrize("size", [(7, 7), (6, 6), (5, 9), (1, 4), (1, 1)])
def test_shares_are_those_that_are_counted(size):
    rates = range(1, 13)
    shares = valid_weight_shares(size, rates)
    for place, rate in enumerate(rates):
        for number, share in counted(*size, rate).items():
            assert shares[number][place] == pytest.approx(share), (number, rate)


def test_the_papers_map():
    """65 x 65: squares of 65 - 2 r positions keep all nine weights."""
    shares = valid_weight_shares((65, 65), [1, 6, 12, 18, 24, 32, 33, 64, 65])
    sides = np.array([63, 53, 41, 29, 17, 1, 0, 0, 0])
    np.testing.assert_allclose(shares[9], sides**2 / 65**2)
    # at 64 two taps meet in the corners of the map alone, at 65 nowhere
    assert shares[4][-2] == pytest.approx(4 / 65**2)
    assert shares[1][-1] == 1
    np.testing.assert_allclose(sum(shares.values()), 1)


def test_the_chart_has_the_papers_three_lines_and_the_rest():
    chart = valid_weights_chart((65, 65))
    lines = {line.name: dict(line.points) for line in chart.series}
    assert list(lines) == ["9 valid weights", "4", "1", "2, 3 or 6"]
    for rate in (1, 20, 40, 65):
        assert sum(of[rate] for of in lines.values()) == pytest.approx(1)
    assert lines["1"][65] == 1 and lines["9 valid weights"][33] == 0


@pytest.mark.parametrize("size, rates", [((0, 5), [1]), ((5, 5), [0])])
def test_what_is_no_map_or_rate_is_refused(size, rates):
    with pytest.raises(ValueError, match="must be >= 1"):
        valid_weight_shares(size, rates)
