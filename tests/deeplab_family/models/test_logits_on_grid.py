"""Logits lie on the pixels that their features were made of, at any size."""

import keras
import numpy as np
import pytest

from deeplab_family.models import (
    DeepLabV3Config,
    DeepLabV3PlusConfig,
    GALDNetConfig,
    PSPNetConfig,
    VortexNetConfig,
)
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig

BACKBONE = SmallBackboneConfig(output_stride=16)
SMALL = {"num_classes": 2, "backbone": BACKBONE, "filters": 16}
NETWORKS = {
    16: [
        DeepLabV3Config(**SMALL),
        PSPNetConfig(**SMALL),
        VortexNetConfig(**SMALL),
        GALDNetConfig(**SMALL, padding="same"),
    ],
    4: [DeepLabV3PlusConfig(**SMALL)],
}


@pytest.mark.parametrize(
    ("stride", "config"),
    [(stride, one) for stride, some in NETWORKS.items() for one in some],
    ids=lambda value: getattr(value, "kind", value),
)
@pytest.mark.parametrize("size", [(64, 90), (65, 97)])
def test_each_nth_logit_is_the_heads_own(stride, config, size):
    model = randomize(config.build())
    logits = model.get_layer("logits")
    small = keras.Model(model.input, [logits.input[0], logits.output])
    images = np.random.default_rng(0).uniform(0, 255, (1, *size, 3))
    scores, grown = small(images.astype("float32"))
    np.testing.assert_allclose(
        grown[:, ::stride, ::stride], scores, rtol=1e-4, atol=1e-4
    )
