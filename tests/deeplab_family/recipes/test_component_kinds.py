import dataclasses

import pytest

from deeplab_family.backbones import (
    MobileNetV3Config,
    ResNetConfig,
    ResNetGCNConfig,
)
from deeplab_family.losses import OHEMConfig
from deeplab_family.optimizers import AdamWConfig, ConstantConfig
from deeplab_family.recipes import RECIPES
from deeplab_family.recipes.component_kinds import PARTS, with_kinds

VOC = RECIPES["voc_deeplabv3"]()


def test_each_part_becomes_the_named_kind():
    fine = dataclasses.replace(VOC, model=VOC.model.with_output_stride(8))
    recipe = with_kinds(
        fine,
        {
            "--model.backbone": "mobilenet_v3",
            "--train.loss": "ohem",
            "--train.optimizer": "adamw",
            "--train.schedule": "constant",
        },
    )
    # stride and momentum are the run's, epsilon is the backbone's
    assert recipe.model.backbone == MobileNetV3Config(
        output_stride=8, batch_norm_momentum=0.9997
    )
    assert recipe.train.loss == OHEMConfig()
    assert recipe.train.optimizer == AdamWConfig()
    assert recipe.train.schedule == ConstantConfig(learning_rate=0.007)
    assert recipe.data == VOC.data
    assert isinstance(fine.model.backbone, ResNetConfig)


def test_another_depth_keeps_the_rest_of_a_resnet():
    deep = with_kinds(VOC, {"--model.backbone": "resnet152"}).model.backbone
    assert deep == dataclasses.replace(VOC.model.backbone, depth=152)


def test_a_kind_that_is_there_already_keeps_its_fields():
    demo = RECIPES["synthetic_mobile"]()
    assert demo.train.loss == OHEMConfig(min_kept=20_000)
    assert with_kinds(demo, {"--train.loss": "ohem"}) == demo


def test_what_does_not_fit_is_seen_when_the_recipe_is_complete():
    recipe = with_kinds(VOC, {"--model.backbone": "resnet50_gcn"})
    assert isinstance(recipe.model.backbone, ResNetGCNConfig)
    with pytest.raises(ValueError, match="needs dilated features"):
        dataclasses.replace(recipe)
    model = dataclasses.replace(recipe.model, backbone=ResNetConfig())
    dataclasses.replace(recipe, model=model)


@pytest.mark.parametrize("flag", PARTS)
def test_an_unknown_kind_is_refused_with_the_known_ones(flag):
    known = ", ".join(PARTS[flag].by_name())
    with pytest.raises(ValueError, match=f"{flag} x is unknown.*{known}"):
        with_kinds(VOC, {flag: "x"})
