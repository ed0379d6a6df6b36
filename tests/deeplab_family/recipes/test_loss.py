import pytest

from deeplab_family.recipes import LossConfig


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "focal"},
        {"label_downsampling": "every_nth", "kind": "ohem"},
        {"label_downsampling": "bilinear"},
        {"threshold": 0.0},
        {"threshold": 1.5},
        {"min_kept": -1},
    ],
    ids=str,
)
def test_refuses_senseless_values(fields):
    with pytest.raises(ValueError, match=f"`{next(iter(fields))}`"):
        LossConfig(**fields)
