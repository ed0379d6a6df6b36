from pathlib import Path

import pytest

from deeplab_family.losses import (
    BoundaryConfig,
    BoundaryCrossEntropy,
    CrossEntropyConfig,
    DiceConfig,
    DiceLoss,
    FocalConfig,
    FocalCrossEntropy,
    LossConfig,
    LovaszConfig,
    LovaszSoftmax,
    MaskedCrossEntropy,
    OHEMConfig,
    OHEMCrossEntropy,
    TopKConfig,
    TopKCrossEntropy,
    TverskyConfig,
    TverskyLoss,
)

SHARED = {
    "label_downsampling": "every_nth",
    "class_weights": (1.0, 2.0, 0.5),
}


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
        (
            CrossEntropyConfig(label_smoothing=0.1),
            MaskedCrossEntropy(label_smoothing=0.1),
        ),
        (
            TopKConfig(top_k_percent_pixels=0.5, hard_example_mining_step=7),
            TopKCrossEntropy(0.5, 7),
        ),
        (FocalConfig(gamma=3.0), FocalCrossEntropy(3.0)),
        (
            BoundaryConfig(radius=5, boundary_weight=2.0),
            BoundaryCrossEntropy(5, 2.0),
        ),
        (DiceConfig(), DiceLoss()),
        (TverskyConfig(alpha=0.1, beta=0.2), TverskyLoss(0.1, 0.2)),
        (LovaszConfig(per_image=True), LovaszSoftmax(per_image=True)),
    ],
)
def test_builds_the_loss_that_it_describes(config, loss):
    built = config.build()
    assert type(built) is type(loss)
    assert built.get_config() == loss.get_config()


@pytest.mark.parametrize("name", sorted(LossConfig.by_name()))
def test_every_kind_weighs_classes_and_takes_smaller_logits(name):
    loss = type(LossConfig.by_name()[name])(**SHARED).build()
    assert loss.class_weights == SHARED["class_weights"]
    assert loss.label_downsampling == "every_nth"


@pytest.mark.parametrize("name", sorted(LossConfig.by_name()))
def test_the_docs_have_a_line_for_every_kind(name):
    docs = Path(__file__).parents[3] / "docs" / "training" / "losses.md"
    built = type(LossConfig.by_name()[name].build()).__name__
    assert f"| `{name}` | `{built}` | " in docs.read_text(encoding="utf-8")


@pytest.mark.parametrize("word", ["doctor", "weights.json"])
def test_words_for_class_weights_wait_for_the_data(word):
    config = CrossEntropyConfig(class_weights=word)
    with pytest.raises(ValueError, match=f"numbers to build.*{word}"):
        config.build()


@pytest.mark.parametrize(
    ("config", "fields"),
    [
        (CrossEntropyConfig, {"label_downsampling": "bilinear"}),
        (CrossEntropyConfig, {"class_balance": 2.0}),
        (CrossEntropyConfig, {"label_smoothing": 1.0}),
        (CrossEntropyConfig, {"class_weights": (1.0, -1.0)}),
        (DiceConfig, {"class_weights": (1.0, float("nan"))}),
        (LovaszConfig, {"label_downsampling": "bilinear"}),
        (TopKConfig, {"top_k_percent_pixels": 25.0}),
        (TopKConfig, {"hard_example_mining_step": -1}),
        (FocalConfig, {"gamma": -1.0}),
        (BoundaryConfig, {"radius": 0}),
        (BoundaryConfig, {"boundary_weight": -1.0}),
        (TverskyConfig, {"alpha": -1.0}),
        (TverskyConfig, {"beta": 0.0}),
        (OHEMConfig, {"threshold": 0.0}),
        (OHEMConfig, {"threshold": 1.5}),
        (OHEMConfig, {"min_kept": -1}),
    ],
    ids=str,
)
def test_refuses_senseless_values(config, fields):
    with pytest.raises(ValueError, match=f"`{next(iter(fields))}`"):
        config(**fields)
