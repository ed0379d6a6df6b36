import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.inference import (
    InferenceConfig,
    KerasPredictor,
    ReplicaPredictor,
)
from deeplab_family.training.cluster import Cluster, WorkerError
from deeplab_family.training.cluster_evaluation import ClusterEvaluation
from input_pipeline import DataConfig, DataError, DatasetSpec, open_data
from tests.input_pipeline.draw_files import write_folder
from tests.thread_cluster import ThreadCluster, in_clusters

SPEC = DatasetSpec(tuple("abcde"), tuple((n, n, n) for n in range(5)))


class RedChannel:
    """Predicts what the red channel says, modulo the classes."""

    def __call__(self, images):
        return type("Answer", (), {"class_map": images[..., 0] % 5})


class Red:
    """What is served: it, and it alone."""

    predictor = RedChannel()


class Served:
    """A network as it is."""

    def __init__(self, network):
        self.predictor = KerasPredictor(network)


@pytest.fixture
def pictures(tmp_path):
    sizes = [(12, 16), (9, 8), (16, 5)]
    root = write_folder(tmp_path, "val", 7, sizes, ending="png")
    return open_data(DataConfig(root=str(root), eval_batch_size=2))


@pytest.fixture
def red(monkeypatch):
    monkeypatch.setattr(ThreadCluster, "local_replicas", 1)


@pytest.mark.parametrize("count", [2, 3])
def test_uneven_shares_are_one_evaluation(pictures, red, count):
    """Four batches of 2, 2, 2 and 1 images for two or three workers."""
    alone = Cluster(tf.distribute.get_strategy())
    one = ClusterEvaluation(Red, alone)(pictures.eval_batches(), SPEC)
    pictures.source(pictures.config.eval_split)

    def judge(cluster):
        batches = cluster.eval_batches(pictures)
        return ClusterEvaluation(Red, cluster)(batches, SPEC)

    for scores in in_clusters(judge, count):
        np.testing.assert_array_equal(scores.confusion, one.confusion)
        assert scores.confusion.dtype == np.int64
        assert scores.images == one.images == 7


def test_a_worker_may_have_nothing_to_judge(pictures, red):
    def judge(cluster):
        batches = pictures.eval_batches(limit=1, shard=(cluster.index, 2))
        return ClusterEvaluation(Red, cluster)(batches, SPEC).images

    assert in_clusters(judge) == [1, 1]


def test_a_wrong_label_in_one_share_stops_all(pictures, red):
    def judge(cluster):
        images = np.zeros((1, 4, 4, 3), "uint8")
        labels = np.full((1, 4, 4), 9 * cluster.index, "uint8")
        return ClusterEvaluation(Red, cluster)([(images, labels)], SPEC)

    first, second = in_clusters(judge)
    assert isinstance(second, DataError) and "ids 9" in str(second)
    assert isinstance(first, WorkerError) and "ids 9" in str(first)


@pytest.mark.parametrize("flip", [False, True])
def test_mirrored_devices_all_evaluate(
    two_replicas, pictures, monkeypatch, flip
):
    """Averages as well; the counts are those of one device."""
    with two_replicas.scope():
        network = keras.Sequential([keras.Input((None, None, 3))])
        network.add(keras.layers.Conv2D(5, 3, padding="same"))
    asked, predictions = [], ReplicaPredictor.predictions

    def noted(self, batches):
        asked.append(len(batches))
        return predictions(self, batches)

    monkeypatch.setattr(ReplicaPredictor, "predictions", noted)
    one, both = (
        ClusterEvaluation(
            Served(network), Cluster(strategy), InferenceConfig(flip=flip)
        )
        for strategy in (tf.distribute.get_strategy(), two_replicas)
    )
    counts = both(pictures.eval_batches(), SPEC).confusion
    assert asked == [2, 2]  # of four batches
    np.testing.assert_array_equal(
        counts, one(pictures.eval_batches(), SPEC).confusion
    )
