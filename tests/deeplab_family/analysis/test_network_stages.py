import math

import pytest

from deeplab_family.analysis import multiply_adds, stages
from deeplab_family.backbones import MobileNetV2Config, ResNetConfig
from deeplab_family.models import DeepLabV3Config, GALDNetConfig, GCNConfig
from tests.build_blank import build_blank
from tests.count_parameters import trainable
from tests.small_networks import NETWORKS

BACKBONE = MobileNetV2Config(alpha=0.35)


# Araujo et al., "Computing Receptive Fields of Convolutional Neural Networks",
# Distill 2019, table of networks.
@pytest.mark.parametrize(("depth", "size"), [(50, 483), (101, 1027)])
def test_resnets_see_as_far_as_the_literature_says(depth, size):
    config = ResNetConfig(depth=depth, output_stride=32, multi_grid=(1, 1, 1))
    last = stages(build_blank(config), 224, 224)[-1]
    assert last.name == "block4"
    assert last.stride == 32
    assert last.receptive_field == (size, size)


@pytest.mark.parametrize("output_stride", [8, 16])
def test_rates_in_place_of_strides_see_as_far(output_stride):
    config = ResNetConfig(output_stride=output_stride, multi_grid=(1, 1, 1))
    last = stages(build_blank(config), 224, 224)[-1]
    assert last.stride == output_stride
    assert last.receptive_field == (483, 483)
    assert last.atrous_rates == (32 // output_stride,) * 3


def test_stages_of_deeplabv3_add_up():
    model = build_blank(
        DeepLabV3Config(num_classes=3, backbone=BACKBONE, filters=16)
    )
    found = stages(model, 65, 81)
    names = [stage.name for stage in found]
    assert names[:2] == ["stem", "stage1"] and names[-1] == "logits"
    assert sum(stage.parameters for stage in found) == trainable(model)
    total = sum(stage.multiply_adds for stage in found)
    assert total == multiply_adds(model, 65, 81)
    by_name = {stage.name: stage for stage in found}
    assert by_name["aspp"].atrous_rates == (6, 12, 18)
    assert by_name["aspp"].receptive_field == (math.inf, math.inf)
    assert by_name["aspp"].channels == 16
    assert by_name["stage5"].stride == 16
    assert by_name["logits"].stride == 1
    assert by_name["stage6"].atrous_rates == (1, 2, 2)


def test_without_image_pooling_the_view_ends():
    config = DeepLabV3Config(
        num_classes=3, backbone=BACKBONE, filters=16, image_pooling=False
    )
    by_name = {s.name: s for s in stages(build_blank(config), 65, 65)}
    backbone = by_name["stage7"].receptive_field[0]
    assert by_name["aspp"].receptive_field[0] == backbone + 2 * 18 * 16


def test_who_has_seen_the_whole_image_still_has_its_stride():
    # Masks of unpadded strides: 17 pixels become 8, 3 and 1, and 17 again.
    config = GALDNetConfig(num_classes=3, backbone=BACKBONE, filters=16)
    found = stages(build_blank(config), 257, 257)
    by_name = {stage.name: stage for stage in found}
    for name in ("gald", "refine", "beside", "join", "head"):
        assert by_name[name].stride == 16, name
    assert by_name["logits"].stride == 1


def test_heads_on_several_maps_stand_in_the_order_they_run():
    config = GCNConfig(
        num_classes=3,
        backbone=MobileNetV2Config(alpha=0.35, output_stride=32),
        kernel_size=5,
    )
    found = stages(build_blank(config), 65, 65)
    names = [stage.name for stage in found]
    heads = [name for name in names if name.endswith("_scores")]
    assert heads == [f"res{level}_scores" for level in (5, 4, 3, 2)]
    by_name = {stage.name: stage for stage in found}
    backbone = by_name["stage7"].receptive_field[0]
    assert by_name["res5_scores"].receptive_field[0] == backbone + 4 * 32
    assert by_name["res4_doubling"].stride == 16


@pytest.mark.parametrize("name", NETWORKS)
def test_every_operation_of_every_network_is_known(name):
    model = build_blank(NETWORKS[name])
    found = stages(model, 65, 81)
    for stage in found:
        assert min(stage.receptive_field) >= 1, stage.name
    assert sum(stage.parameters for stage in found) == trainable(model)
