import dataclasses

import pytest

from deeplab_family.analysis import multiply_adds
from deeplab_family.backbones import ResNetConfig
from deeplab_family.models import PSPNetConfig
from tests.build_blank import build_blank
from tests.contracts.export import ExportContract
from tests.contracts.model import ModelContract
from tests.count_parameters import trainable
from tests.deep_rows import deep_rows_are_slow
from tests.randomize import randomize
from tests.small_backbone import SmallBackboneConfig

TINY = PSPNetConfig(
    num_classes=3,
    backbone=SmallBackboneConfig(),
    filters=16,
    dropout_rate=0.0,
    branch_activation="relu",
)


class TestPSPNet(ModelContract):
    config = TINY


class TestExport(ExportContract):
    @classmethod
    def make_model(cls):
        return randomize(TINY.build())


@pytest.mark.parametrize(
    ("depth", "weights", "giga"),
    deep_rows_are_slow([(50, 46_715_347, 422.585), (101, 65_707_475, 600.791)]),
)
def test_costs_of_the_released_network(depth, weights, giga):
    backbone = ResNetConfig(
        depth=depth,
        stem="beta",
        output_stride=8,
        multi_grid=(1, 1, 1),
        stride_placement="3x3",
    )
    model = build_blank(PSPNetConfig(num_classes=19, backbone=backbone))
    assert trainable(model) == weights
    counted = multiply_adds(model, 769, 769)
    assert round(counted / 1e9, 3) == giga


@pytest.mark.parametrize(
    "fields", [{"num_classes": 0}, {"filters": 0}, {"dropout_rate": 1.0}]
)
def test_refuses_senseless_values(fields):
    with pytest.raises(ValueError, match=f"`{next(iter(fields))}`"):
        dataclasses.replace(TINY, **fields)


def test_open_number_of_classes_cannot_build():
    with pytest.raises(ValueError, match="`num_classes`"):
        dataclasses.replace(TINY, num_classes=None).build()
