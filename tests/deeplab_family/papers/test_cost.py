from deeplab_family.analysis import multiply_adds
from deeplab_family.backbones import MobileNetV2Config
from deeplab_family.models import GALDNetConfig
from deeplab_family.papers.abstract_build import cost
from tests.count_parameters import trainable

TINY = GALDNetConfig(
    num_classes=3,
    backbone=MobileNetV2Config(alpha=0.35),
    padding="same",
    filters=16,
)


def test_counts_what_a_real_network_has():
    model = TINY.build()
    counted = cost(TINY, 65)
    assert counted.parameters == trainable(model)
    assert counted.multiply_adds == multiply_adds(model, 65, 65)


def test_larger_images_cost_more_work_and_no_weights():
    small, large = cost(TINY, 65), cost(TINY, 129)
    assert small.parameters == large.parameters
    assert 3 < large.multiply_adds / small.multiply_adds < 4
