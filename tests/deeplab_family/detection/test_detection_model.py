import dataclasses

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.backbones import FEATURE_KEYS
from deeplab_family.detection import ContextConfig, FasterRCNNConfig
from tests.deeplab_family.detection.small_detector import (
    SIDE,
    drawn_batch,
    small_config,
)
from tests.randomize import randomize

BOXES = [[[8, 16, 40, 52], [50, 40, 84, 90]]]


def arrays(answer: dict) -> dict:
    return {name: np.asarray(value) for name, value in answer.items()}


def stream(batch: dict) -> tf.data.Dataset:
    """Endlessly the same batch, as `fit` takes it."""
    return tf.data.Dataset.from_tensors(batch).repeat()


@pytest.fixture(scope="module")
def fitted():
    """A detector that has seen one image 80 times, and its loss curves."""
    keras.utils.set_random_seed(0)
    model = small_config().build()
    model.class_names = ("red", "blue")
    model.compile(keras.optimizers.Adam(5e-3))
    history = model.fit(
        stream(drawn_batch(BOXES)), steps_per_epoch=40, epochs=2, verbose=0
    )
    return model, history.history


def test_it_finds_the_objects_of_the_one_image_it_has_seen(fitted):
    model, _ = fitted
    found = arrays(model(drawn_batch(BOXES)["image"]))
    for index, truth in enumerate(np.array(BOXES[0], "float32")):
        best = np.flatnonzero(found["classes"][0] == index)[0]
        box = found["boxes"][0, best]
        low, high = np.maximum(box, truth)[:2], np.minimum(box, truth)[2:]
        shared = np.prod(high - low)
        union = sum(np.prod(b[2:] - b[:2]) for b in (box, truth)) - shared
        assert shared / union > 0.7
        assert found["scores"][0, best] > 0.7
        # The objects are boxes, so are their masks.
        assert (found["masks"][0, best] > 0.5).mean() > 0.8


def test_every_part_of_the_loss_falls(fitted):
    _, curves = fitted
    parts = {"rpn_objectness", "rpn_box", "box_class", "box_delta", "mask"}
    assert parts | {"loss"} == curves.keys()
    for part in curves:
        assert curves[part][1] < 0.8 * curves[part][0], part
    total = sum(curves[part][1] for part in parts)
    assert curves["loss"][1] == pytest.approx(total, rel=1e-4)


def test_a_saved_detector_answers_alike_and_knows_its_classes(fitted, tmp_path):
    model, _ = fitted
    model.save(tmp_path / "detector.keras")
    revived = keras.saving.load_model(tmp_path / "detector.keras")
    batch = drawn_batch(BOXES)
    expected, answer = arrays(model(batch)), arrays(revived(batch))
    for name in expected:
        np.testing.assert_array_equal(answer[name], expected[name])
    assert revived.config == model.config
    assert revived.class_names == ("red", "blue")


def test_a_graph_of_unknown_sizes_answers_alike(fitted):
    model, _ = fitted
    images = drawn_batch(BOXES)["image"]
    unknown = tf.TensorSpec((None, None, None, 3), "float32")
    traced = tf.function(model, input_signature=[unknown])
    expected = arrays(model(images))
    for name, value in arrays(traced(images)).items():
        np.testing.assert_allclose(value, expected[name], atol=1e-3)


def test_detections_end_where_the_image_ends(fitted):
    model, _ = fitted
    batch = drawn_batch(BOXES)
    batch["image_size"] = np.array([[60, 70]], "int32")
    x1, y1, x2, y2 = np.asarray(model(batch)["boxes"])[0].T
    assert (x2.max(), y2.max()) == (70, 60)
    assert min(x1.min(), y1.min()) >= 0


def losses_of(batch: dict, **changes) -> dict:
    """Of a fresh detector whose draws do not depend on chance."""
    keras.utils.set_random_seed(0)
    everything = {"rpn_samples": 4000, "rpn_positive_share": 1.0}
    everything |= {"roi_samples": 100, "roi_positive_share": 1.0}
    model = small_config(**everything | changes).build()
    return {
        name: float(loss) for name, loss in model(batch, training=True).items()
    }


FLAT = [[[20, 20, 20, 60], [30, 30, 30, 30]]]


@pytest.mark.parametrize(
    "nothing",
    [
        drawn_batch(BOXES, classes=[[-1, -1]]),
        drawn_batch(BOXES, ignored=[[True, True]]),
        drawn_batch(FLAT),
        drawn_batch([[]]),
    ],
    ids=["empty slots", "ignored alone", "boxes without area", "no slots"],
)
def test_an_image_without_objects_teaches_background_alone(nothing):
    losses = losses_of(nothing)
    assert losses["rpn_box"] == losses["box_delta"] == losses["mask"] == 0
    # All is background, and a fresh head doubts between two and three.
    assert losses["rpn_objectness"] == pytest.approx(np.log(2), abs=0.03)
    assert losses["box_class"] == pytest.approx(np.log(3), abs=0.2)


def test_an_ignored_object_is_as_if_it_were_not_there():
    both = drawn_batch(BOXES, ignored=[[False, True]])
    gone = drawn_batch(BOXES, ignored=[[False, True]])
    gone["classes"] = np.array([[0, -1]], "int32")
    assert losses_of(both) == losses_of(gone)
    assert losses_of(both) != losses_of(drawn_batch(BOXES))


def test_the_gradient_is_finite_whatever_the_objects():
    batch = drawn_batch([[*BOXES[0], *FLAT[0]], [[0, 0, 0, 0]] * 4])
    batch["classes"] = np.array([[0, 1, 0, 1], [-1] * 4], "int32")
    model = small_config().build()
    with tf.GradientTape() as tape:
        loss = sum(model(batch, training=True).values())
    gradients = tape.gradient(loss, model.trainable_variables)
    sizes = [float(tf.norm(tf.convert_to_tensor(g))) for g in gradients]
    assert np.isfinite(sizes).all() and min(sizes) >= 0
    assert sum(size > 0 for size in sizes) > 0.8 * len(sizes)


def test_frozen_normalization_keeps_its_statistics_and_trains_gamma():
    batch = drawn_batch(BOXES)
    for frozen in (True, False):
        model = small_config(frozen_batch_norm=frozen).build()
        statistics = [w for w in model.backbone.weights if "moving" in w.name]
        before = [w.numpy() for w in statistics]
        with tf.GradientTape() as tape:
            loss = sum(model(batch, training=True).values())
        moved = [
            not np.array_equal(weight.numpy(), old)
            for weight, old in zip(statistics, before, strict=True)
        ]
        assert all(moved) != frozen and any(moved) != frozen
        scales = [w for w in model.trainable_variables if w.name == "gamma"]
        assert len(scales) == 5
        for gradient in tape.gradient(loss, scales):
            assert np.abs(gradient).max() > 0


def test_two_replicas_take_the_step_of_one(two_replicas):
    images = [BOXES[0], [[20, 8, 60, 40], [10, 60, 30, 88]]]
    batch = drawn_batch(images, classes=[[0, 1], [1, -1]])
    # All are drawn, so that chance has no part.
    changes = {"rpn_samples": 4000, "rpn_positive_share": 1.0}
    changes |= {"roi_samples": 100, "roi_positive_share": 1.0}
    config = small_config(frozen_batch_norm=True, **changes)
    alone = config.build()
    with two_replicas.scope():
        both = config.build()
        both.compile(keras.optimizers.SGD(0.01))
    both.set_weights(alone.get_weights())
    start = alone.get_weights()
    alone.compile(keras.optimizers.SGD(0.01))
    data = tf.data.Dataset.from_tensor_slices(batch).batch(2)
    logs = [model.fit(data, verbose=0).history for model in (alone, both)]
    for name, (loss,) in logs[0].items():
        assert logs[1][name][0] == pytest.approx(loss, rel=1e-4), name
    moved = 0
    for weight, one, two in zip(
        alone.weights, alone.get_weights(), both.get_weights(), strict=True
    ):
        if "seed" not in weight.path:
            np.testing.assert_allclose(two, one, atol=1e-5, err_msg=weight.path)
    for before, after in zip(start, alone.get_weights(), strict=True):
        moved = max(moved, np.abs(before - after).max())
    assert moved > 1e-3


@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"])
def test_under_mixed_precision_boxes_and_losses_are_float32(policy):
    keras.config.set_dtype_policy(policy)
    try:
        model = small_config().build()
    finally:
        keras.config.set_dtype_policy("float32")
    batch = drawn_batch(BOXES)
    assert model.backbone(batch["image"])["res5"].dtype == policy[6:]
    for loss in model(batch, training=True).values():
        assert loss.dtype == "float32" and 0 <= float(loss) < 20
    found = model(batch)
    assert {found[n].dtype for n in ("boxes", "scores", "masks")} == {
        tf.float32
    }
    assert all(weight.dtype != policy[6:] for weight in model.weights)


def test_evaluation_shows_the_losses_and_changes_nothing():
    model = small_config().build()
    model.compile(run_eagerly=True)
    before = model.backbone.get_weights()
    batch = drawn_batch(BOXES)
    shown = model.evaluate(stream(batch), steps=1, verbose=0, return_dict=True)
    parts = [value for name, value in shown.items() if name != "loss"]
    assert shown["loss"] == pytest.approx(sum(parts), rel=1e-4)
    for old, new in zip(before, model.backbone.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_faster_rcnn_is_the_same_without_masks():
    config = small_config()
    names = {field.name for field in dataclasses.fields(FasterRCNNConfig)}
    boxes_only = FasterRCNNConfig(
        **{name: getattr(config, name) for name in names}
    ).build()
    model = config.build()
    shared = {weight.path: weight for weight in model.weights}
    for weight in boxes_only.weights:
        weight.assign(shared[weight.path])
    image = drawn_batch(BOXES)["image"]
    expected, answer = arrays(model(image)), arrays(boxes_only(image))
    assert expected.keys() - answer.keys() == {"masks"}
    for name in answer:
        np.testing.assert_array_equal(answer[name], expected[name])


def test_a_context_block_changes_the_map_it_stands_behind():
    image = drawn_batch(BOXES)["image"]
    for block, tap in (("non_local", "c5"), ("gald", "c4")):
        context = ContextConfig(block, tap)
        model = randomize(small_config(context=context).build())
        features = model.backbone(image)
        maps = [features[key] for key in FEATURE_KEYS]
        place = FEATURE_KEYS.index({"c5": "res5", "c4": "res4"}[tap])
        maps[place] = model.context(maps[place])
        for expected, level in zip(
            model.pyramid(maps), model._maps(image, False), strict=True
        ):
            np.testing.assert_allclose(level, expected, atol=1e-4)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"num_classes": 0}, "`num_classes` must be >= 1. Received: 0"),
        ({"roi_samples": 0}, "`roi_samples` must be >= 1. Received: 0"),
        ({"roi_positive_share": 0.0}, "0 < share <= 1. Received: 0.0"),
        ({"mask_size": 7}, "even int >= 2. Received: 7"),
        (
            {"backbone": small_config().backbone.with_output_stride(16)},
            "must be 32: .* Received: 16",
        ),
    ],
)
def test_what_cannot_be_built_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        small_config(**changes)


def test_a_backbone_without_units_has_no_place_within():
    config = small_config(context=ContextConfig("cgnl", tap="c4"))
    with pytest.raises(ValueError, match="give a ResNet"):
        config.build()
    with pytest.raises(ValueError, match="`num_classes` must be an int >= 1"):
        small_config(num_classes=None).build()


def test_its_side_is_that_of_the_drawings():
    assert drawn_batch(BOXES)["image"].shape == (1, SIDE, SIDE, 3)
    assert drawn_batch(BOXES)["image"][0, 20, 10].tolist() == [230, 30, 30]
