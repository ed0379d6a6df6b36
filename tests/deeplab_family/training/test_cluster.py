import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.training import train
from deeplab_family.training.cluster import (
    Cluster,
    LostWorkerError,
    WorkerError,
)
from deeplab_family.training.workers import Workers
from input_pipeline import DataError
from tests.thread_cluster import in_clusters
from tests.tiny_recipe import tiny_mobile
from tests.training_follower import written_by_follower

BIG = 2**53 + 1  # no float64 holds it


@pytest.fixture
def alone():
    return Cluster(tf.distribute.get_strategy())


def test_alone_everything_is_done_at_once(alone):
    assert alone.is_chief and alone.count == 1
    assert alone.together(lambda: 7) == [7]
    assert alone.by_chief(lambda: "x") == "x"
    assert alone.sum(np.int64(BIG)) == BIG
    with pytest.raises(ZeroDivisionError):
        alone.together(lambda: 1 / 0)


def test_each_learns_what_all_answered():
    results = in_clusters(
        lambda cluster: cluster.together(lambda: ["ä" * cluster.index]), 3
    )
    assert results == [[[""], ["ä"], ["ää"]]] * 3


def test_the_chief_answers_for_all():
    asked = []

    def act(cluster):
        return cluster.by_chief(lambda: asked.append(cluster.index) or "yes")

    assert in_clusters(act) == ["yes", "yes"]
    assert asked == [0]


def test_an_error_of_one_stops_all_by_its_name():
    def fail(cluster):
        if cluster.index == 1:
            raise DataError("a.png is damaged")

    first, second, third = in_clusters(
        lambda cluster: cluster.together(lambda: fail(cluster)), 3
    )
    assert isinstance(second, DataError)
    for error in (first, third):
        assert isinstance(error, WorkerError)
        assert str(error) == "worker 1 (beta:5000): a.png is damaged"


def test_a_process_with_several_replicas_counts_once(two_replicas):
    """The graph that sums over processes, with the replicas of one."""
    cluster = Cluster(two_replicas)
    table = tf.constant([BIG, 3], tf.int64)
    summed = two_replicas.experimental_local_results(cluster._total(table))
    for part in summed:
        np.testing.assert_array_equal(part, [BIG, 3])


@pytest.mark.parametrize(
    "words",
    [
        "Collective ops is aborted by: Error reported from /job:worker/"
        "task:1: stopped sending heartbeats",
        "Collective ops is aborted by: remote target /job:worker/replica:0/"
        "task:1 while calling",
    ],
)
def test_a_worker_that_is_gone_is_named(words):
    def act(cluster):
        with cluster.watched():
            raise tf.errors.UnavailableError(None, None, words)

    error = in_clusters(act)[0]
    assert isinstance(error, LostWorkerError)
    assert str(error).startswith("worker 1 (beta:5000) is gone, and none can")
    assert "continues from its last checkpoint" in str(error)


def test_other_errors_stay_what_they_are(alone):
    cause = tf.errors.UnavailableError(None, None, "Collective ops is aborted")
    with pytest.raises(tf.errors.UnavailableError), alone.watched():
        raise cause
    several = Cluster(tf.distribute.get_strategy(), Workers(("a:1", "b:1"), 0))
    with pytest.raises(tf.errors.AbortedError), several.watched():
        raise tf.errors.AbortedError(None, None, "the map is too small")


def test_all_but_the_first_train_and_write_nothing(
    small, streets, tmp_path, monkeypatch
):
    """Two that write one file tear it, or each deletes what the other reads."""
    recipe = tiny_mobile(streets, total_steps=2, eval_every=1, save_every=1)

    def start():
        assert train(recipe, tmp_path).weights

    assert not written_by_follower(start, tmp_path, monkeypatch)
