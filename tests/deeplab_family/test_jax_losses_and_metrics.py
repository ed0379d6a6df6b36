"""Losses and metric on JAX, which compiles all and has no int64."""

import importlib.util
import json
import os
import subprocess
import sys

import keras
import numpy as np
import pytest

from deeplab_family.losses import (
    BoundaryCrossEntropy,
    DiceLoss,
    FocalCrossEntropy,
    LovaszSoftmax,
    MaskedCrossEntropy,
    OHEMCrossEntropy,
    SumOfLosses,
    TopKCrossEntropy,
)

LOSSES = (
    MaskedCrossEntropy(label_smoothing=0.1),
    OHEMCrossEntropy(0.3, 10),
    TopKCrossEntropy(0.3),
    FocalCrossEntropy(1.5),
    BoundaryCrossEntropy(1),
    DiceLoss(class_weights={0: 0.5}),
    LovaszSoftmax(),
    SumOfLosses([MaskedCrossEntropy(), LovaszSoftmax(per_image=True)]),
)

CHILD = """
import json, sys, warnings
warnings.simplefilter("error")  # a truncated int64 would warn
import jax, keras
import numpy as np
from deeplab_family.losses import MaskedCrossEntropy
from deeplab_family.metrics import MeanIoU

assert "tensorflow" not in sys.modules
batch = np.load(sys.argv[1])
labels, logits, weights = batch["labels"], batch["logits"], batch["weights"]
stranger = np.where(labels == 1, 77, labels)
answers = {}
for config in json.loads(sys.argv[2]):
    loss = keras.saving.deserialize_keras_object(config)
    answers[loss.name] = float(loss(labels, logits, weights))
    try:
        loss(stranger, logits)
    except ValueError as error:
        answers[loss.name + " eager"] = str(error)
    value, gradient = jax.jit(jax.value_and_grad(
        lambda logits: loss(stranger, logits)
    ))(logits)
    answers[loss.name + " compiled"] = float(value)
    answers[loss.name + " gradient"] = float(abs(gradient).max())

metric = MeanIoU(4)
table = np.full((6, 5), 2**35 + 5)
table[-1], table[:, -1] = 0, 0
metric.confusion.assign(table)
metric.update_state(labels, logits)
answers["grown"] = int((np.asarray(metric.confusion) - table).sum())
answers["accuracy"] = float(metric.pixel_accuracy())
answers["score"] = float(metric.result())

model = keras.Sequential([keras.layers.Identity()])
model.compile("sgd", MaskedCrossEntropy(), metrics=[MeanIoU(4)])
warnings.simplefilter("ignore")
logs = model.evaluate(
    logits, labels, sample_weight=weights, verbose=0, return_dict=True
)
answers.update(logs)
print(json.dumps(answers))
"""

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("jax") is None,
    reason="jax is not installed; it is one of the dev extras",
)


@pytest.fixture(scope="module")
def batch():
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 4, (2, 5, 6)).astype("int32")
    labels[0, 0] = 255
    return {
        "labels": labels,
        "logits": generator.normal(size=(2, 5, 6, 4)).astype("float32"),
        "weights": generator.uniform(0.5, 2.0, labels.shape).astype("float32"),
    }


@pytest.fixture(scope="module")
def answers(batch, tmp_path_factory):
    file = tmp_path_factory.mktemp("jax") / "batch.npz"
    np.savez(file, **batch)
    configs = [keras.saving.serialize_keras_object(loss) for loss in LOSSES]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(file), json.dumps(configs)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"},
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    "loss",
    LOSSES,
    ids=lambda loss: loss.name,
)
def test_losses_answer_as_on_tensorflow(batch, answers, loss):
    expected = loss(batch["labels"], batch["logits"], batch["weights"])
    np.testing.assert_allclose(answers[loss.name], expected, rtol=1e-5)
    eager = "must hold class ids 0..3 or 255 (ignored). Received: 77"
    assert eager in answers[f"{loss.name} eager"]
    assert np.isnan(answers[f"{loss.name} compiled"])
    assert answers[f"{loss.name} gradient"] == 0.0


def test_counts_go_on_beyond_int32(batch, answers):
    assert answers["grown"] == batch["labels"].size
    assert answers["accuracy"] == pytest.approx(0.25)
    assert answers["score"] == pytest.approx(1 / 7)


def test_evaluate_reports_both(batch, answers):
    expected = MaskedCrossEntropy()(*batch.values())
    assert answers["loss"] == pytest.approx(float(expected), rel=1e-5)
    predicted = batch["logits"].argmax(axis=-1)
    judged = batch["labels"] != 255
    ious = []
    for each in range(4):
        labeled = batch["labels"][judged] == each
        called = predicted[judged] == each
        ious.append((labeled & called).sum() / (labeled | called).sum())
    assert answers["mean_iou"] == pytest.approx(np.mean(ious), rel=1e-5)
