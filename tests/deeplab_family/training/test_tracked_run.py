"""A run with a tracker, on a callback that stands in for the real one."""

from deeplab_family.tracking import trackers
from deeplab_family.training import train
from deeplab_family.training.history import History
from tests.deeplab_family.tracking.test_trackers import (
    StubCallback,
    stub_module,
)
from tests.tiny_recipe import tiny_mobile


def test_the_tracker_gets_every_evaluation(
    small, streets, tmp_path, monkeypatch
):
    stub_module(monkeypatch, "wandb")
    begun = []

    def stub_tracker(folder, recipe):
        begun.append((folder, recipe["train"]["total_steps"]))
        return StubCallback()

    monkeypatch.setitem(trackers.TRACKERS, "wandb", stub_tracker)
    StubCallback.made.clear()
    recipe = tiny_mobile(
        streets, total_steps=4, eval_every=2, save_every=2, track="wandb"
    )
    train(recipe, tmp_path / "run")
    assert begun == [(tmp_path / "run", 4)]
    (callback,) = StubCallback.made
    rows = History(tmp_path / "run" / "history.csv").rows
    assert [row.pop("step") for row in rows] == ["2", "4"]
    texts = [{k: str(v) for k, v in seen.items()} for seen in callback.seen]
    assert texts == rows
