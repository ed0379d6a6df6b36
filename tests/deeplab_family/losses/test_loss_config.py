import pytest

from deeplab_family.losses import (
    CrossEntropyConfig,
    MaskedCrossEntropy,
    OHEMConfig,
    OHEMCrossEntropy,
)


@pytest.mark.parametrize(
    ("config", "loss"),
    [
        (
            CrossEntropyConfig(label_downsampling="align_corners"),
            MaskedCrossEntropy(label_downsampling="align_corners"),
        ),
        (
            CrossEntropyConfig(class_balance=0.5),
            MaskedCrossEntropy(class_balance=0.5),
        ),
        (
            OHEMConfig(threshold=0.6, min_kept=9),
            OHEMCrossEntropy(threshold=0.6, min_kept=9),
        ),
    ],
)
def test_builds_the_loss_that_it_describes(config, loss):
    built = config.build()
    assert type(built) is type(loss)
    assert built.get_config() == loss.get_config()


@pytest.mark.parametrize(
    ("config", "fields"),
    [
        (CrossEntropyConfig, {"label_downsampling": "bilinear"}),
        (CrossEntropyConfig, {"class_balance": 2.0}),
        (OHEMConfig, {"threshold": 0.0}),
        (OHEMConfig, {"threshold": 1.5}),
        (OHEMConfig, {"min_kept": -1}),
    ],
    ids=str,
)
def test_refuses_senseless_values(config, fields):
    with pytest.raises(ValueError, match=f"`{next(iter(fields))}`"):
        config(**fields)
