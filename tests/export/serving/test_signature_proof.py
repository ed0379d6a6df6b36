import numpy as np
import pytest
import tensorflow as tf

from export import ExportError
from export.serving.scorer import network_scorer
from export.serving.signature_proof import prove_signatures
from export.serving.signatures import serving_signatures
from export.tolerances import BFLOAT16
from tests.export.tiny_network import draw_images, make_network

IMAGES = draw_images(2, 20, 30)


@pytest.fixture(scope="module")
def loaded(bundle):
    return tf.saved_model.load(str(bundle.version))


@pytest.fixture(scope="module")
def signatures(bundle):
    return serving_signatures(network_scorer(bundle.model), bundle.settings)


def negated(network):
    for weight in network.trainable_weights:
        weight.assign(-weight)
    return network


def test_a_bundle_as_written_passes(loaded, signatures):
    prove_signatures(loaded.signatures, signatures, IMAGES)


def test_another_networks_bundle_is_found_out(loaded, bundle):
    network = negated(make_network())
    other = serving_signatures(network_scorer(network), bundle.settings)
    with pytest.raises(ExportError, match="`probabilities` differs"):
        prove_signatures(loaded.signatures, other, IMAGES)


def test_how_far_they_may_stray_is_the_limit_of_the_precision(loaded, bundle):
    network = make_network()
    for weight in network.trainable_weights:
        weight.assign(weight * 1.002)
    near = serving_signatures(network_scorer(network), bundle.settings)
    prove_signatures(loaded.signatures, near, IMAGES, BFLOAT16)
    with pytest.raises(ExportError, match="`probabilities` differs"):
        prove_signatures(loaded.signatures, near, IMAGES)
    turned = serving_signatures(
        network_scorer(negated(network)), bundle.settings
    )
    with pytest.raises(ExportError, match="limit is 99.50%.*precision float32"):
        prove_signatures(loaded.signatures, turned, IMAGES, BFLOAT16)


@pytest.mark.parametrize("name", ["serving_default", "image_bytes"])
def test_a_signature_that_disagrees_is_named(loaded, signatures, name):
    zeros = np.zeros(IMAGES.shape[:3], np.uint8)
    png = tf.io.encode_png(zeros[0][..., None])
    wrong = {
        "class_map": tf.constant(zeros),
        "mask_png_bytes": tf.stack([png] * len(IMAGES)),
    }
    changed = dict(loaded.signatures)
    changed[name] = lambda **inputs: wrong
    with pytest.raises(ExportError, match=f"signature `{name}` gives"):
        prove_signatures(changed, signatures, IMAGES)
