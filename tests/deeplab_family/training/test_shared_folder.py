import dataclasses
import threading

import keras
import numpy as np
import pytest

from deeplab_family.training import WorkDirectory, shared_folder
from deeplab_family.training.cluster import WorkerError
from deeplab_family.training.shared_folder import (
    claim_together,
    held_together,
    require_same_recipe,
    require_same_weights,
)
from input_pipeline import DatasetSpec
from tests.deeplab_family.training.test_work_directory import RECIPE, run_of
from tests.deeplab_family.training.test_work_directory import SPEC as OF_RUN
from tests.thread_cluster import in_clusters
from tests.tiny_recipe import tiny_mobile

SPEC = DatasetSpec(("dark", "light"), ((0, 0, 0), (255, 255, 255)))


def test_all_workers_of_a_run_get_in_and_a_second_run_does_not(tmp_path):
    path = tmp_path / "run"
    inside = threading.Barrier(4)
    second = []

    def hold(cluster):
        folder = WorkDirectory(path)
        with held_together(cluster, folder.path, folder.held):
            inside.wait(20)
            inside.wait(20)
        return "held"

    def intrude():
        inside.wait(20)
        second.extend(in_clusters(hold))
        inside.wait(20)

    thread = threading.Thread(target=intrude)
    thread.start()
    assert in_clusters(hold, 3) == ["held"] * 3
    thread.join()
    chief, other = second
    assert isinstance(chief, ValueError) and "is in use by" in str(chief)
    assert isinstance(other, WorkerError)
    assert "worker 0 (alpha:5000): " in str(other)
    assert "is in use by" in str(other)


def test_a_folder_that_is_not_shared_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(shared_folder, "CATCH_UP", 0.1)

    def hold(cluster):
        folder = WorkDirectory(tmp_path / f"disk{cluster.index}" / "run")
        with held_together(cluster, folder.path, folder.held):
            return "held"

    chief, other = in_clusters(hold)
    assert "disk1/run is not the folder that worker 0" in str(other)
    assert "same --workdir on a disk that they share" in str(chief)
    assert list(tmp_path.iterdir()) == []


def test_other_recipes_are_named_by_field_and_worker(tmp_path):
    recipe = tiny_mobile(tmp_path, eval_every=2)

    def check(cluster, **changes):
        mine = recipe
        if cluster.index == 1:
            train = dataclasses.replace(recipe.train, **changes)
            mine = dataclasses.replace(recipe, train=train)
        require_same_recipe(cluster, mine, SPEC)

    assert in_clusters(check) == [None, None]
    for error in in_clusters(lambda cluster: check(cluster, eval_every=3)):
        assert isinstance(error, ValueError)
        assert (
            "train.eval_every: 2 in worker 0 (alpha:5000), 3 in worker 1 "
            "(beta:5000)" in str(error)
        )


def test_all_go_on_from_the_checkpoint_that_the_first_one_finds(tmp_path):
    """A damaged one is set aside once, and nobody begins anew."""
    folder = run_of(tmp_path, [2, 4])
    folder.last.write_bytes(b"cut")

    def claim(cluster):
        mine = WorkDirectory(tmp_path)
        found = claim_together(mine, cluster, RECIPE, OF_RUN)
        return found.path.name, found.state.step

    assert in_clusters(claim, 3) == [("last.1.keras", 2)] * 3
    assert (tmp_path / "last.damaged").exists()


def test_a_fresh_folder_is_fresh_for_all(tmp_path):
    def claim(cluster):
        mine = WorkDirectory(tmp_path)
        return claim_together(mine, cluster, RECIPE, OF_RUN)

    assert in_clusters(claim) == [None, None]


@pytest.mark.parametrize("field", ["seed", "save_every", "patience"])
def test_no_field_of_the_training_may_differ(tmp_path, field):
    def check(cluster):
        mine = tiny_mobile(tmp_path, **{field: 1 + cluster.index})
        require_same_recipe(cluster, mine, SPEC)

    for error in in_clusters(check):
        assert f"train.{field}: 1 in worker 0" in str(error)


def test_the_data_may_lie_elsewhere(tmp_path):
    def check(cluster):
        recipe = tiny_mobile(tmp_path / str(cluster.index))
        require_same_recipe(cluster, recipe, SPEC)

    assert in_clusters(check) == [None, None]


@pytest.mark.parametrize("other", ["nothing", "kernel", "momentum"])
def test_other_weights_are_refused(other):
    """Those of the optimizer too: it may come from another checkpoint."""

    def check(cluster):
        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        model.compile(keras.optimizers.SGD(momentum=0.9), "mse")
        model.optimizer.build(model.trainable_variables)
        kernel, momentum = model.layers[0].kernel, model.optimizer.variables[2]
        variables = {"kernel": kernel, "momentum": momentum}
        for name, variable in variables.items():
            little = cluster.index * np.finfo("f4").eps
            weight = 1.0 + little if name == other else 1.0
            variable.assign([[weight], [0.0]])
        require_same_weights(cluster, model)

    results = in_clusters(check)
    if other == "nothing":
        assert results == [None, None]
    else:
        assert "starts from other weights" in str(results[0])
        assert "starts from other weights" in str(results[1])
