"""Trackers, on modules that stand in for the real packages."""

import sys
import types

import keras
import pytest

from deeplab_family.tracking.trackers import (
    RUN_ID,
    require_tracker,
    tracker_callback,
)

RECIPE = {"train": {"total_steps": 4}}


class StubCallback(keras.callbacks.Callback):
    """Keeps what Keras tells it at the end of an epoch."""

    made = []

    def __init__(self):
        super().__init__()
        self.seen = []
        self.made.append(self)

    def on_epoch_end(self, epoch, logs=None):
        self.seen.append(dict(logs))


def stub_module(monkeypatch, name, **members):
    module = types.ModuleType(name)
    module.__doc__ = f"A stub of {name} for tests."
    vars(module).update(members)
    monkeypatch.setitem(sys.modules, name, module)
    return module


@pytest.fixture
def stub_wandb(monkeypatch):
    calls = []

    def init(**words):
        calls.append(words)
        return types.SimpleNamespace(id=words["id"] or "new1")

    stub_module(monkeypatch, "wandb", init=init)
    stub_module(monkeypatch, "wandb.integration")
    stub_module(
        monkeypatch, "wandb.integration.keras", WandbMetricsLogger=StubCallback
    )
    return calls


@pytest.fixture
def stub_mlflow(monkeypatch):
    calls, active = [], []

    def start_run(run_id=None, run_name=None):
        calls.append((run_id, run_name))
        info = types.SimpleNamespace(run_id=run_id or "new2")
        active[:] = [types.SimpleNamespace(info=info)]
        return active[0]

    module = stub_module(
        monkeypatch,
        "mlflow",
        start_run=start_run,
        end_run=lambda: active.clear(),
        active_run=lambda: active[0] if active else None,
        log_dict=lambda tree, name: calls.append((tree, name)),
    )
    stub_module(monkeypatch, "mlflow.keras", MlflowCallback=StubCallback)
    module.calls = calls
    return module


def test_a_stopped_run_goes_on_as_the_same_run_of_wandb(stub_wandb, tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    for _ in range(2):
        callback = tracker_callback("wandb", folder, RECIPE)
        assert isinstance(callback, StubCallback)
    first, second = stub_wandb
    assert (first["name"], first["config"]) == ("photos", RECIPE)
    assert (first["id"], second["id"]) == (None, "new1")
    assert second["resume"] == "allow"


def test_a_stopped_run_goes_on_as_the_same_run_of_mlflow(stub_mlflow, tmp_path):
    assert isinstance(
        tracker_callback("mlflow", tmp_path, RECIPE), StubCallback
    )
    stub_mlflow.end_run()
    tracker_callback("mlflow", tmp_path, RECIPE)
    assert stub_mlflow.calls == [
        (None, tmp_path.name),
        (RECIPE, "recipe.json"),
        ("new2", None),
        (RECIPE, "recipe.json"),
    ]


def test_a_run_of_another_tracker_is_not_taken_for_ones_own(
    stub_wandb, tmp_path
):
    (tmp_path / RUN_ID).write_text("mlflow abc\n")
    tracker_callback("wandb", tmp_path, RECIPE)
    assert stub_wandb[0]["id"] is None
    assert (tmp_path / RUN_ID).read_text() == "wandb new1\n"


@pytest.mark.parametrize("name", ["wandb", "mlflow"])
def test_a_missing_package_is_named_with_its_installation(
    name, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, name, None)
    require_tracker("none")
    with pytest.raises(ValueError, match=f"pip install {name}"):
        require_tracker(name)
    with pytest.raises(ValueError, match=f"pip install {name}"):
        tracker_callback(name, tmp_path, RECIPE)
    assert list(tmp_path.iterdir()) == []
