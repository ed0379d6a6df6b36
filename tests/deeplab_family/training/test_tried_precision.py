"""Runs of `--train.precision auto`: tried once, kept, and gone on with."""

import json

import numpy as np
import pytest

from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.cli.measured_precision import with_measured_precision
from deeplab_family.precision_choice import quicker_precision
from deeplab_family.recipes.changed_fields import with_fields
from deeplab_family.training import precision_probe, train
from deeplab_family.training.checkpoint_callback import SaveLast
from input_pipeline import open_data
from tests.tiny_recipe import tiny_mobile

SECONDS = {"float32": [0.04, 0.04], "mixed_bfloat16": [0.02, 0.02]}


@pytest.fixture
def probes(monkeypatch):
    """One entry for each probe; bfloat16 takes half the time."""
    asked = []

    def probe(recipe):
        asked.append(recipe)
        return quicker_precision(SECONDS, "a step")

    monkeypatch.setattr(precision_probe, "choose_precision", probe)
    return asked


def train_auto(recipe, folder):
    data = open_data(recipe.data)
    recipe, tried = with_measured_precision(recipe, data, folder)
    return train(recipe, folder, tried_precision=tried)


def _stop(self, batch, logs=None):
    if self.step == 3:
        raise KeyboardInterrupt


def test_a_stopped_run_goes_on_bit_for_bit_and_is_not_tried_again(
    small, probes, streets, tmp_path
):
    recipe = tiny_mobile(streets, total_steps=4, eval_every=4)
    # Of a kind that a recipe on the disk may name; `small` stands in for it.
    recipe = with_fields(recipe, model={"backbone": MobileNetV2Config()})
    whole = train_auto(recipe, tmp_path / "whole")
    assert whole.layers[1].compute_dtype == "bfloat16"

    folder = tmp_path / "stopped"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SaveLast, "on_train_batch_begin", _stop)
        with pytest.raises(KeyboardInterrupt):
            train_auto(recipe, folder)
    written = json.loads((folder / "precision.json").read_text())
    assert written == {
        "precision": "mixed_bfloat16",
        "reason": "a step takes 20 ms in bfloat16 and 40 ms in float32 here",
        "milliseconds": {"float32": 40.0, "mixed_bfloat16": 20.0},
    }
    resumed = train_auto(recipe, folder)
    assert len(probes) == 2, "the run that went on was tried again"
    assert json.loads((folder / "precision.json").read_text()) == written
    for mine, theirs in zip(whole.variables, resumed.variables, strict=True):
        np.testing.assert_array_equal(mine, theirs, err_msg=mine.path)


def test_a_run_that_was_told_its_precision_has_no_times(
    small, streets, tmp_path
):
    recipe = tiny_mobile(streets, total_steps=1, eval_every=1)
    train(recipe, tmp_path)
    assert (tmp_path / "recipe.json").exists()
    assert not (tmp_path / "precision.json").exists()
