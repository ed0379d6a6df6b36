import pytest

from input_pipeline import ColorJitter, DataConfig, PictureFormat


@pytest.mark.parametrize(
    "fields",
    [
        {"channels": 0},
        {"channels": 2.0},
        {"value_range": (5, 5)},
        {"value_range": (9, 1)},
        {"value_range": (0, float("inf"))},
        {"value_range": (0, float("nan"))},
        {"value_range": (0, 1, 2)},
    ],
)
def test_what_is_no_format_is_refused(fields):
    with pytest.raises(ValueError, match="must be"):
        PictureFormat(**fields)
    with pytest.raises(ValueError, match="must be"):
        DataConfig(**fields)


def test_only_rgb_without_a_range_is_ordinary():
    assert DataConfig().pictures.is_ordinary
    assert DataConfig().pictures.dtype == "uint8"
    for fields in ({"channels": 4}, {"value_range": (0, 255)}):
        pictures = DataConfig(**fields).pictures
        assert not pictures.is_ordinary and pictures.dtype == "float32"


def test_flags_are_those_that_give_it():
    pictures = PictureFormat(channels=4, value_range=(0, 4095))
    assert pictures.flags == "--data.channels 4 --data.value-range 0 4095"


def test_colors_need_three_channels():
    jitter = ColorJitter(hue=0.1)
    DataConfig(channels=4, jitter=jitter)
    with pytest.raises(ValueError, match="red, green and blue"):
        DataConfig(channels=1, jitter=jitter)
