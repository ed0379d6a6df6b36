import types

import keras
import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.backbones import ResNetConfig
from deeplab_family.losses import MaskedCrossEntropy, OHEMCrossEntropy
from deeplab_family.metrics import MeanIoU
from deeplab_family.models import GALDNetConfig, PSPNetConfig
from tests.build_blank import build_blank
from tests.count_parameters import trainable
from tests.deep_rows import deep_rows_are_slow
from tests.small_backbone import SmallBackboneConfig

TINY = PSPNetConfig(
    num_classes=3,
    backbone=SmallBackboneConfig(),
    filters=16,
    dropout_rate=0.0,
    auxiliary_weight=0.3,
)


@pytest.fixture
def batch():
    generator = np.random.default_rng(0)
    images = generator.uniform(0, 255, (2, 33, 49, 3)).astype("float32")
    labels = (images[..., 0] > 127).astype("uint8")
    labels[:, :5] = 255
    return images, labels


def compiled(model, **options):
    optimizer = keras.optimizers.SGD(0.05, 0.9)
    model.compile(optimizer, OHEMCrossEntropy(min_kept=10), **options)
    return model


def test_the_file_of_a_run_is_a_model_too(tmp_path, batch):
    model = TINY.build_for_training()
    model.save(tmp_path / "run.keras")
    revived = keras.saving.load_model(tmp_path / "run.keras")
    assert revived.network.config == TINY
    np.testing.assert_array_equal(revived(batch[0]), model(batch[0]))


@pytest.mark.parametrize(
    ("depth", "weights"),
    deep_rows_are_slow([(50, 52_402_662), (101, 71_394_790)]),
)
def test_parameters_equal_the_released_training_network(depth, weights):
    backbone = ResNetConfig(depth=depth, stem="beta", output_stride=8)
    config = GALDNetConfig(num_classes=19, backbone=backbone)
    blank = types.SimpleNamespace(build=config.build_for_training)
    assert trainable(build_blank(blank)) == weights


def test_the_loss_is_that_of_the_logits_and_a_share_of_the_auxiliary(batch):
    images, labels = batch
    model = compiled(TINY.build_for_training())
    logits, auxiliary = model(images, training=True)
    loss = model.compute_loss(images, labels, [logits, auxiliary])
    main = OHEMCrossEntropy(min_kept=10)(labels, logits)
    second = MaskedCrossEntropy()(labels, auxiliary)
    np.testing.assert_allclose(loss, main + 0.3 * second, rtol=1e-6)


@pytest.mark.parametrize(
    "main",
    [
        MaskedCrossEntropy(ignore_label=0),
        keras.losses.SparseCategoricalCrossentropy(
            from_logits=True, ignore_class=0
        ),
    ],
)
def test_the_head_ignores_what_the_compiled_loss_ignores(batch, main):
    images, labels = batch
    labels = np.where(labels == 255, 0, labels)
    model = TINY.build_for_training()
    model.compile("sgd", main)
    logits, auxiliary = model(images, training=True)
    loss = model.compute_loss(images, labels, [logits, auxiliary])
    second = MaskedCrossEntropy(ignore_label=0)(labels, auxiliary)
    expected = main(labels, logits) + 0.3 * second
    np.testing.assert_allclose(loss, expected, rtol=1e-6)


def test_weights_of_pixels_count_in_both_losses(batch):
    images, labels = batch
    weights = np.random.default_rng(2).uniform(size=labels.shape)
    model = compiled(TINY.build_for_training())
    logits, auxiliary = model(images, training=True)
    loss = model.compute_loss(images, labels, [logits, auxiliary], weights)
    main = OHEMCrossEntropy(min_kept=10)(labels, logits, weights)
    second = MaskedCrossEntropy()(labels, auxiliary, weights)
    np.testing.assert_allclose(loss, main + 0.3 * second, rtol=1e-6)


def test_the_head_looks_at_the_middle_of_the_backbone():
    model = TINY.build_for_training()
    head = model.both.get_layer("auxiliary_head")
    width = head.look.conv.kernel.shape[2]
    backbone = model.network.get_layer("small_backbone")
    assert width == backbone.output["res4"].shape[-1]


def test_without_training_it_is_the_network(batch):
    images, labels = batch
    model = compiled(TINY.build_for_training(), metrics=[MeanIoU(3)])
    np.testing.assert_array_equal(model(images), model.network(images))
    loss, _ = model.evaluate(images, labels, verbose=0)
    expected = OHEMCrossEntropy(min_kept=10)(labels, model.network(images))
    np.testing.assert_allclose(loss, expected, rtol=1e-5)


def test_fit_trains_head_and_network(batch):
    keras.utils.set_random_seed(0)
    model = compiled(TINY.build_for_training(), metrics=[MeanIoU(3)])
    data = tf.data.Dataset.from_tensors(batch).repeat()
    before = [np.array(weight) for weight in model.trainable_variables]
    history = model.fit(data, epochs=6, steps_per_epoch=1, verbose=0).history
    assert history["loss"][-1] < 0.8 * history["loss"][0]
    for old, new in zip(before, model.trainable_variables, strict=True):
        assert np.abs(old - np.asarray(new)).max() > 0, new.path


def test_the_saved_network_knows_nothing_of_the_head(tmp_path, batch):
    images, _ = batch
    model = TINY.build_for_training()
    model.network.save(tmp_path / "network.keras")
    revived = keras.saving.load_model(tmp_path / "network.keras")
    assert len(revived.outputs) == 1
    assert trainable(revived) == trainable(TINY.build())
    np.testing.assert_array_equal(revived(images), model(images))


def test_a_stopped_run_goes_on_with_its_head(tmp_path, batch):
    images, labels = batch
    model = compiled(TINY.build_for_training(), run_eagerly=True)
    model.train_on_batch(images, labels)
    model.save(tmp_path / "run.keras")
    revived = keras.saving.load_model(tmp_path / "run.keras")
    losses = [m.train_on_batch(images, labels) for m in (model, revived)]
    np.testing.assert_allclose(losses[1], losses[0], rtol=1e-6)
    for mine, theirs in zip(model.weights, revived.weights, strict=True):
        np.testing.assert_allclose(mine, theirs, atol=1e-6)


@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16"])
def test_both_logits_are_float32_under(policy, batch):
    keras.config.set_dtype_policy(policy)
    try:
        model = TINY.build_for_training()
    finally:
        keras.config.set_dtype_policy("float32")
    logits, auxiliary = model(batch[0], training=True)
    assert logits.dtype == auxiliary.dtype == "float32"


def test_xla_is_off_on_a_cpu_unless_asked_for():
    model = TINY.build_for_training()
    model.compile("sgd", "mse")
    assert not model.jit_compile
    model.compile("sgd", "mse", jit_compile=True)
    assert model.jit_compile


def test_class_names_travel_with_the_file_of_a_run(tmp_path):
    model = TINY.build_for_training()
    model.network.class_names = ("a", "b", "c")
    model.save(tmp_path / "run.keras")
    revived = keras.saving.load_model(tmp_path / "run.keras")
    assert revived.network.class_names == ("a", "b", "c")
