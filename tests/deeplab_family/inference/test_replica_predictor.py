import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.evaluation import count_pixels
from deeplab_family.inference import (
    InferenceConfig,
    KerasPredictor,
    ReplicaPredictor,
    Windows,
    load_predictor,
    replicated_predictor,
    with_inference,
)
from deeplab_family.inference.dense_crf import CRF_PRESETS
from deeplab_family.models import DeepLabV3Config
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig

SIZES = [(33, 49), (40, 33), (33, 33), (49, 40), (33, 49)]
NAMES = ("road", "tree", "sky")


@pytest.fixture(scope="module")
def model(two_replicas):
    with two_replicas.scope():
        network = DeepLabV3Config(
            num_classes=3, backbone=SmallBackboneConfig(), filters=8
        ).build()
        randomize(network)
    return network


def batches():
    """Five batches of one image, each of another size."""
    rng = np.random.default_rng(0)
    for number, size in enumerate(SIZES):
        image = rng.integers(0, 256, (1, *size, 3)).astype("uint8")
        labels = rng.integers(0, 3, (1, *size)).astype("uint8")
        labels[:, :number] = 255
        yield image, labels


def test_replicas_answer_bit_for_bit_as_one(model, two_replicas):
    images = [image for image, _ in batches()]
    one, both = (
        KerasPredictor(model),
        ReplicaPredictor(KerasPredictor(model), two_replicas),
    )
    assert both.replicas == 2
    for first in (0, 2):
        pair = images[first : first + 2]
        for image, answer in zip(pair, both.predictions(pair), strict=True):
            alone = one(image)
            assert answer.class_map.dtype == np.uint8
            np.testing.assert_array_equal(answer.class_map, alone.class_map)
            np.testing.assert_array_equal(
                answer.probabilities, alone.probabilities
            )


def test_each_replica_reads_its_own_batch(model, two_replicas):
    first, second = (image for image, _ in list(batches())[:2])
    both = ReplicaPredictor(KerasPredictor(model), two_replicas)
    forth, back = (
        both.predictions([first, second]),
        both.predictions([second, first]),
    )
    for one, other in ((forth[0], back[1]), (forth[1], back[0])):
        np.testing.assert_array_equal(one.class_map, other.class_map)


def test_an_odd_batch_at_the_end_is_counted_once(model, two_replicas):
    one = count_pixels(KerasPredictor(model), batches(), NAMES)
    both = count_pixels(
        ReplicaPredictor(KerasPredictor(model), two_replicas), batches(), NAMES
    )
    np.testing.assert_array_equal(both[0], one[0])
    assert both[1] == one[1] == 5
    assert one[0].sum() == sum(height * width for height, width in SIZES)


def test_a_keras_file_is_loaded_onto_all_devices(model, two_replicas, tmp_path):
    path = tmp_path / "best.keras"
    model.save(path)
    one, both = (
        load_predictor(path),
        load_predictor(path, strategy=two_replicas),
    )
    assert both.replicas == 2 and both.kind == "keras"
    alone = load_predictor(path, strategy=tf.distribute.get_strategy())
    assert not hasattr(alone, "replicas")
    np.testing.assert_array_equal(
        count_pixels(both, batches(), NAMES)[0],
        count_pixels(one, batches(), NAMES)[0],
    )


AVERAGES = {
    "scales": {"scales": (0.75, 1.0), "flip": True},
    "windows": {"windows": Windows(tile=33, seams="tapered")},
    "logits": {"scales": (1.0, 1.25), "average": "logits"},
    "crf": {"flip": True, "crf": CRF_PRESETS["duc"]},
    "stride": {"output_stride": 8},
}


@pytest.mark.parametrize("fields", AVERAGES.values(), ids=AVERAGES)
def test_averages_on_replicas_are_those_of_one_device(
    model, two_replicas, fields
):
    """Bit for bit, so each pixel is counted once and in the same cell."""
    config = InferenceConfig(**fields)
    one = with_inference(KerasPredictor(model), config)
    both = with_inference(replicated_predictor(model, two_replicas), config)
    assert both.replicas == 2
    expected, images = count_pixels(one, batches(), NAMES)
    assert images == 5
    assert (expected.sum(0) > 0).sum() > 1  # of several classes
    np.testing.assert_array_equal(
        count_pixels(both, batches(), NAMES)[0], expected
    )


def test_a_bound_on_memory_is_kept_by_asking_one_device(model, two_replicas):
    """Tiles of several devices at once would need several times as much."""
    both = replicated_predictor(model, two_replicas)
    tiled = with_inference(both, InferenceConfig(max_memory=2**34))
    assert not hasattr(tiled, "replicas")


def test_another_stride_has_its_variables_on_every_replica(model, two_replicas):
    both = replicated_predictor(model, two_replicas).with_output_stride(8)
    for weight in both.predictor._model.weights:
        assert [v.device[-1] for v in weight.value.values] == ["0", "1"]


def test_names_are_those_of_the_network(model, two_replicas):
    both = replicated_predictor(model, two_replicas)
    both.class_names = NAMES
    asked = with_inference(both, InferenceConfig(flip=True))
    assert asked.class_names == NAMES and asked.num_classes == 3


@pytest.mark.parametrize("flip", [False, True])
def test_both_replicas_work(model, two_replicas, flip):
    """Variables that differ between replicas show who computed what."""
    config = InferenceConfig(flip=flip)
    bias = next(
        v
        for v in reversed(model.weights)
        if v.name == "bias" and v.shape == (3,)
    )
    kept = keras.ops.convert_to_numpy(bias)
    try:
        for replica, value in enumerate(bias.value.values):
            value.assign(1e6 * np.eye(3, dtype="float32")[replica])
        pair = [image for image, _ in list(batches())[:2]]
        both = ReplicaPredictor(KerasPredictor(model), two_replicas)
        answers = with_inference(both, config).predictions(pair)
        maps = [answer.class_map for answer in answers]
        assert [set(class_map.ravel()) for class_map in maps] == [{0}, {1}]
    finally:
        bias.assign(kept)
