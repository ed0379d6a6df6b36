import dataclasses
import threading

import keras
import numpy as np
import pytest

from deeplab_family.training import WorkDirectory, shared_folder
from deeplab_family.training.cluster import WorkerError
from deeplab_family.training.shared_folder import (
    held_together,
    require_same_recipe,
    require_same_weights,
)
from input_pipeline import DatasetSpec
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


def test_the_data_may_lie_elsewhere(tmp_path):
    def check(cluster):
        recipe = tiny_mobile(tmp_path / str(cluster.index))
        require_same_recipe(cluster, recipe, SPEC)

    assert in_clusters(check) == [None, None]


@pytest.mark.parametrize("same", [True, False])
def test_other_weights_are_refused(same):
    def check(cluster):
        model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        model.compile("sgd", "mse")
        weight = 1.0 if same else 1.0 + cluster.index * np.finfo("f4").eps
        model.layers[0].kernel.assign([[weight], [0.0]])
        require_same_weights(cluster, model)

    results = in_clusters(check)
    if same:
        assert results == [None, None]
    else:
        assert "starts from other weights" in str(results[0])
        assert "starts from other weights" in str(results[1])
