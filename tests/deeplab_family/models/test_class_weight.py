import numpy as np
import pytest

from deeplab_family.losses import MaskedCrossEntropy
from deeplab_family.models import DeepLabV3Config, PSPNetConfig
from tests.small_backbone import SmallBackboneConfig

BACKBONE = SmallBackboneConfig()
CONFIGS = [
    DeepLabV3Config(num_classes=3, backbone=BACKBONE, filters=8),
    PSPNetConfig(
        num_classes=3, backbone=BACKBONE, filters=8, auxiliary_weight=0.3
    ),
]


@pytest.mark.parametrize("config", CONFIGS, ids=["network", "auxiliary"])
def test_weights_of_classes_belong_to_the_loss(config):
    model = config.build_for_training()
    model.compile("sgd", MaskedCrossEntropy())
    batch = np.zeros((2, 33, 33, 3), "f4"), np.zeros((2, 33, 33), "uint8")
    for train in (model.fit, model.train_on_batch):
        with pytest.raises(ValueError, match=r"\(class_weights=\.\.\.\)"):
            train(*batch, class_weight={0: 1.0, 1: 5.0})
