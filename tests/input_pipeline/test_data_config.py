import dataclasses

import pytest

from input_pipeline import DATASETS, DataConfig, RandomScale


def test_defaults_are_those_of_the_deeplab_papers():
    config = DataConfig()
    assert config.crop_size == (513, 513) and config.crop.size == (513, 513)
    assert config.scale == RandomScale(minimum=0.5, maximum=2.0, step=0.25)
    assert config.flip.probability == 0.5


def test_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        DataConfig().seed = 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("crop_size", (513,)),
        ("crop_size", (0, 513)),
        ("crop_size", (1.5, 2)),
        ("eval_size", (10, -1)),
        ("batch_size", 0),
        ("batch_size", 2.0),
        ("eval_batch_size", 0),
        ("seed", -1),
        ("on_error", "ignore"),
        ("dataset", "imagenet"),
    ],
)
def test_values_out_of_range_are_named_with_what_came(name, value):
    with pytest.raises(ValueError, match=f"`{name}` must be .*Received"):
        DataConfig(**{name: value})


def test_unknown_data_sets_are_answered_with_the_known():
    with pytest.raises(ValueError, match=", ".join(DATASETS)):
        DataConfig(dataset="imagenet")
