import pytest

from deeplab_family.backbones.mobilenet_v2 import round_channels


@pytest.mark.parametrize(
    ("width", "rounded"), [(32, 32), (11.2, 16), (12, 16), (8.4, 8), (3, 8)]
)
def test_channels_are_multiples_of_eight_and_lose_a_tenth_at_most(
    width, rounded
):
    assert round_channels(width) == rounded
