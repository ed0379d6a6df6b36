import warnings

import keras
import numpy as np
import pytest

from deeplab_family.losses import MaskedCrossEntropy
from deeplab_family.models import PSPNetConfig
from deeplab_family.models.fit_arguments import check_batch
from tests.small_backbone import SmallBackboneConfig

CONFIG = PSPNetConfig(num_classes=3, backbone=SmallBackboneConfig(), filters=16)


@pytest.mark.parametrize(
    ("shape", "advice"),
    [
        ((33, 49, 3), r"`images\[None\]`"),
        ((2, 33, 49, 1), "Repeat the gray channel"),
        ((2, 33, 49, 4), "Leave out the fourth channel"),
        ((2, 3, 33, 49), "Put the channels last"),
        ((2, 33, 49), "Gray images need a batch axis"),
        ((33, 49), "Gray images need a batch axis"),
        ((2, 1, 33, 49, 3), "Read the images as RGB"),
    ],
)
def test_other_shapes_are_refused_with_what_to_do(shape, advice):
    shown = ", ".join(map(str, shape))
    with pytest.raises(
        ValueError, match=rf"Received: shape \({shown}\).*{advice}"
    ):
        check_batch(np.zeros(shape, "uint8"))


@pytest.fixture(scope="module")
def networks():
    return CONFIG.build(), CONFIG.build_for_training()


@pytest.mark.parametrize("kind", [0, 1], ids=["network", "in training"])
def test_the_sentence_ends_what_the_networks_raise(kind, networks):
    model = networks[kind]
    image = np.zeros((33, 49, 3), "uint8")
    with pytest.raises(ValueError, match=r"`images\[None\]`"):
        model(image)
    with pytest.raises(ValueError, match=r"`images\[None\]`"):
        model.predict(image, verbose=0)
    model.compile("sgd", MaskedCrossEntropy())
    with pytest.raises(ValueError, match="Repeat the gray channel"):
        model.fit(np.zeros((2, 33, 49, 1)), np.zeros((2, 33, 49)), verbose=0)


def test_what_is_right_or_unknown_passes():
    check_batch(np.zeros((2, 33, 49, 3), "uint8"))
    check_batch(keras.KerasTensor((None, None, None, 3)))
    check_batch([[[[1, 2, 3]]]])


def test_values_in_0_to_1_are_warned_of():
    images = np.random.default_rng(0).uniform(0, 1, (1, 33, 49, 3))
    with pytest.warns(UserWarning, match="multiply them by 255"):
        check_batch(images)
    black_and_white = np.round(images)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_batch(images * 255)
        check_batch(black_and_white)
        check_batch(images[:, :0])
