import dataclasses

import pytest

from deeplab_family.recipes import RECIPES, TrainConfig
from deeplab_family.training.compiled_model import (
    compile_model,
    refuse_fresh_statistics,
)

FROZEN = TrainConfig(freeze_batch_norm=True)


def test_refuses_to_freeze_what_is_fresh_and_says_what_to_do():
    with pytest.raises(ValueError, match="weights to start from.*-size 2"):
        refuse_fresh_statistics(FROZEN)


def test_given_weights_or_training_statistics_pass():
    refuse_fresh_statistics(TrainConfig())
    refuse_fresh_statistics(
        dataclasses.replace(FROZEN, weights="trained.keras")
    )


def test_a_run_is_refused_before_its_network_is_built():
    recipe = dataclasses.replace(RECIPES["voc_gcn"](), train=FROZEN)
    with pytest.raises(ValueError, match="train.weights"):
        compile_model(recipe)
