import dataclasses

import numpy as np

from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.models import DUCHDCConfig, GALDNetConfig
from deeplab_family.training.inference_model import (
    InferenceModel,
    without_head,
)
from deeplab_family.weights import Receipt

BACKBONE = MobileNetV2Config(alpha=0.35, output_stride=8)
SMALL = DUCHDCConfig(num_classes=3, backbone=BACKBONE, upsample_logits=False)
GALD = GALDNetConfig(
    num_classes=3, backbone=BACKBONE, padding="same", filters=16
)


def test_a_network_without_extras_is_served_as_it_is():
    model = dataclasses.replace(SMALL, upsample_logits=True).build()
    assert InferenceModel(model).network is model


def test_a_head_for_training_is_left_out():
    training = GALD.build_for_training()
    served = InferenceModel(training)
    assert served.network is training.network is without_head(training)


def test_small_logits_are_served_at_full_size_and_up_to_date():
    model = SMALL.build()
    model.class_names = ("a", "b", "c")
    model.weights_receipt = Receipt(
        source="x", file="x.pth", sha256="0", matched=("stem/conv",)
    )
    served = InferenceModel(model)
    assert served.network.class_names == model.class_names
    assert served.network.weights_receipt == model.weights_receipt
    assert served.network.config.upsample_logits
    image = np.random.default_rng(0).uniform(0, 255, (1, 32, 48, 3))
    assert model(image).shape == (1, 16, 24, 3)
    before = np.asarray(served.network(image))
    assert before.shape == (1, 32, 48, 3)
    for branch in model.get_layer("duc").trainable_variables:
        branch.assign(branch + 1.0)
    served.update()
    assert np.abs(np.asarray(served.network(image)) - before).max() > 0
    for mine, theirs in zip(model.weights, served.network.weights, strict=True):
        np.testing.assert_array_equal(mine, theirs)
