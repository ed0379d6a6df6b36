"""Runs that end when their evaluations stop getting better."""

import csv
import dataclasses
import json
import sys

import numpy as np
import pytest

from deeplab_family.training import find_finished, train
from deeplab_family.training.checkpoint_callback import SaveLast
from deeplab_family.training.cluster_evaluation import ClusterEvaluation
from deeplab_family.training.history import History
from deeplab_family.training.validation import Validation
from tests.tiny_recipe import tiny_mobile

SCORES = [0.1, 0.3, 0.2, 0.3, 0.4, 0.1]
"""The mean IoU of each evaluation, in turn."""


@pytest.fixture
def scored(small, monkeypatch):
    """Evaluations give the scores above, by the number of rows."""
    real = ClusterEvaluation.__call__

    class Scored:
        def __init__(self, scores, mean_iou):
            self.pixel_accuracy = scores.pixel_accuracy
            self.mean_iou = mean_iou
            self.content = json.loads(scores.to_json())

        def to_json(self):
            return json.dumps(self.content | {"mean_iou": self.mean_iou})

    def judge(self, logs):
        number = self.state.step // 2 - 1
        with monkeypatch.context() as patch:
            patch.setattr(
                ClusterEvaluation,
                "__call__",
                lambda *words: Scored(real(*words), SCORES[number]),
            )
            judged(self, logs)

    judged = Validation._judge
    monkeypatch.setattr(Validation, "_judge", judge)


def recipe_of(streets, patience, **train_fields):
    return tiny_mobile(
        streets,
        **{
            "total_steps": 12,
            "eval_every": 2,
            "save_every": 1,
            "patience": patience,
            **train_fields,
        },
    )


def steps_of(folder):
    with (folder / "history.csv").open() as file:
        return [int(row["step"]) for row in csv.DictReader(file)]


def test_a_run_ends_after_so_many_evaluations_without_a_better_one(
    scored, streets, tmp_path, capsys
):
    """The same score again is no better one. A larger patience goes on."""
    recipe = recipe_of(streets, 2)
    model = train(recipe, tmp_path)
    assert steps_of(tmp_path) == [2, 4, 6, 8]
    assert "Ends at step 8: no better mean IoU in 2" in capsys.readouterr().err

    assert find_finished(recipe, tmp_path).state.step == 8
    again = train(recipe, tmp_path)
    assert "it ended early, at step 8 of 12" in capsys.readouterr().err
    for mine, theirs in zip(model.weights, again.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)

    longer = recipe_of(streets, 3)
    assert find_finished(longer, tmp_path) is None
    train(longer, tmp_path)
    assert steps_of(tmp_path) == [2, 4, 6, 8, 10, 12]
    assert find_finished(longer, tmp_path).state.step == 12


def test_a_stopped_run_goes_on_counting(scored, streets, tmp_path):
    def stop(self, batch, logs=None):
        if self.step == 7:
            raise KeyboardInterrupt

    recipe = recipe_of(streets, 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SaveLast, "on_train_batch_begin", stop)
        with pytest.raises(KeyboardInterrupt):
            train(recipe, tmp_path)
    assert find_finished(recipe, tmp_path) is None
    train(recipe, tmp_path)
    assert steps_of(tmp_path) == [2, 4, 6, 8]


def test_an_evaluation_cut_short_ends_the_run_when_it_is_made_again(
    scored, streets, tmp_path
):
    recipe = recipe_of(streets, 1)
    module = sys.modules["deeplab_family.training.validation"]
    judge = module.Validation._judge

    def killed(self, logs):
        if self.state.step == 6:
            raise RuntimeError("killed")
        judge(self, logs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module.Validation, "_judge", killed)
        with pytest.raises(RuntimeError, match="killed"):
            train(recipe, tmp_path)
    assert find_finished(recipe, tmp_path) is None
    train(recipe, tmp_path)
    assert steps_of(tmp_path) == [2, 4, 6]


def test_rows_are_counted_from_the_best_up_to_a_step(tmp_path):
    history = History(tmp_path / "history.csv")
    assert history.evaluations_since_best(100) == 0
    for step, score in enumerate([0.2, 0.2000001, 0.1, 0.5], start=1):
        history.add({"step": step, "val_mean_iou": score})
    for table in (history, History(tmp_path / "history.csv")):
        counts = [table.evaluations_since_best(step) for step in range(5)]
        assert counts == [0, 0, 1, 2, 0]


@pytest.mark.parametrize("patience", [0, -1])
def test_senseless_patience_is_refused(patience):
    train_config = recipe_of("root", None).train
    with pytest.raises(ValueError, match="`patience` must be >= 1, or None"):
        dataclasses.replace(train_config, patience=patience)
