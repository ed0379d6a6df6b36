"""A checkpoint on the disk, as DeepLab's archives hold it, becomes a model."""

import numpy as np
import pytest
import tensorflow as tf

from deeplab_family.backbones import MobileNetV2Config, ResNetConfig
from deeplab_family.importers import import_model
from deeplab_family.models import DeepLabV3Config
from deeplab_family.weights import WeightsError, receipt_of
from deeplab_family.weights.load import require_weights
from input_pipeline.datasets.voc_classes import CLASS_NAMES
from tests.tf1_deeplab import deeplab
from tests.tf1_slim import mobilenet_v2

AVERAGE = "ExponentialMovingAverage"
IMAGES = np.random.default_rng(0).uniform(0, 255, (1, 65, 65, 3)).astype("f4")


def write_checkpoint(folder, arrays):
    """TensorFlow 1's Saver, whose names are the variables'."""
    folder.mkdir(parents=True)
    tf.raw_ops.SaveV2(
        prefix=str(folder / "model.ckpt-30000"),
        tensor_names=list(arrays),
        shape_and_slices=[""] * len(arrays),
        tensors=list(arrays.values()),
    )
    return folder


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """A folder as of `deeplabv3_mnv2_pascal_train_aug`, and its answer."""
    arrays = {}
    expected = np.asarray(deeplab(IMAGES, arrays))
    arrays["global_step"] = np.int64(30000)
    arrays["MobilenetV2/Conv/weights/Momentum"] = np.zeros(3, "float32")
    folder = tmp_path_factory.mktemp("release") / "deeplabv3_mnv2"
    return write_checkpoint(folder, arrays), expected


@pytest.mark.parametrize("project", ["tf1", "auto"])
def test_the_folder_of_a_release_becomes_a_model(release, project):
    folder, expected = release
    model = import_model(folder, project)
    scale = np.abs(expected).max()
    np.testing.assert_allclose(model(IMAGES), expected, atol=1e-4 * scale)
    assert model.class_names == CLASS_NAMES
    assert model.config.backbone == MobileNetV2Config()
    receipt = receipt_of(model)
    assert "DeepLab (TensorFlow 1" in receipt.source
    assert "output stride 16" in receipt.line()
    assert receipt.fresh == ()


def test_its_backbone_alone_starts_another_network(release):
    folder, _ = release
    config = DeepLabV3Config(
        num_classes=5, backbone=MobileNetV2Config(), filters=16
    )
    whole, started = import_model(folder), config.build(weights=folder)
    backbone = "mobilenet_v2"
    for theirs, ours in zip(
        whole.get_layer(backbone).weights,
        started.get_layer(backbone).weights,
        strict=True,
    ):
        np.testing.assert_array_equal(ours, theirs)
    receipt = receipt_of(started)
    assert set(receipt.fresh) >= {"head/conv", "aspp/projection/conv"}
    assert "aspp0/weights" in receipt.skipped


def test_training_may_start_from_the_folder_or_the_prefix(release):
    folder, _ = release
    require_weights(MobileNetV2Config(), folder)
    require_weights(MobileNetV2Config(), str(folder / "model.ckpt-30000"))
    with pytest.raises(WeightsError, match="no file .*model.ckpt-1$"):
        require_weights(MobileNetV2Config(), folder / "model.ckpt-1")
    with pytest.raises(WeightsError, match="holds no TensorFlow checkpoint"):
        require_weights(MobileNetV2Config(), folder.parent)


def test_slims_classifier_runs_on_its_moving_averages(tmp_path):
    arrays = {}
    mobilenet_v2(IMAGES, 32, arrays)
    average = arrays["MobilenetV2/Conv/weights"] + 1
    arrays[f"MobilenetV2/Conv/weights/{AVERAGE}"] = average
    folder = write_checkpoint(tmp_path / "slim", arrays)
    model = import_model(folder, "tf1")
    kernel = model.get_layer("stem").conv.kernel
    np.testing.assert_array_equal(kernel, average)


def test_a_checkpoint_of_another_backbone_is_refused_by_name(release):
    folder, _ = release
    with pytest.raises(WeightsError, match="this backbone is 'resnet'"):
        ResNetConfig().build(weights=folder)
