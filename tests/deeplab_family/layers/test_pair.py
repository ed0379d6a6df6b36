import pytest

from deeplab_family.layers.symmetric_padding import pair


@pytest.mark.parametrize("value", [3, (3, 3), [3, 3]])
def test_a_square_may_be_written_in_three_ways(value):
    assert pair(value) == (3, 3)
