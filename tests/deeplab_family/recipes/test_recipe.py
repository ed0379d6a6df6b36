import dataclasses

import pytest

from deeplab_family.backbones import ResNetGCNConfig
from deeplab_family.losses import CrossEntropyConfig
from deeplab_family.models import (
    DeepLabV3Config,
    DUCHDCConfig,
    GALDNetConfig,
    ModelConfig,
)
from deeplab_family.recipes import Recipe, TrainConfig
from deeplab_family.recipes.component_kinds import with_kinds
from input_pipeline import DataConfig

OPEN = Recipe(
    model=DeepLabV3Config(num_classes=None), data=DataConfig(root="photos")
)


def test_data_set_decides_an_open_number_of_classes():
    assert OPEN.with_num_classes(7).model.num_classes == 7


def test_given_number_must_be_that_of_the_data():
    recipe = OPEN.with_num_classes(7)
    assert recipe.with_num_classes(7) == recipe
    with pytest.raises(ValueError, match="is 7, but .*photos.* has 5"):
        recipe.with_num_classes(5)


def test_crop_must_leave_a_feature():
    data = dataclasses.replace(OPEN.data, crop_size=(513, 15))
    with pytest.raises(ValueError, match="crop_size.*16"):
        dataclasses.replace(OPEN, data=data)


def test_crop_must_leave_masks_to_gald():
    data = dataclasses.replace(OPEN.data, crop_size=(113, 113))
    gald = GALDNetConfig(num_classes=None)
    Recipe(model=gald, data=data)
    data = dataclasses.replace(OPEN.data, crop_size=(112, 113))
    with pytest.raises(ValueError, match=r"at least 113 pixels.*\(112, 113\)"):
        Recipe(model=gald, data=data)


def test_single_images_need_frozen_batch_norm():
    data = dataclasses.replace(OPEN.data, batch_size=1)
    with pytest.raises(ValueError, match="batch_size"):
        dataclasses.replace(OPEN, data=data)
    train = TrainConfig(freeze=("batch_norm",))
    dataclasses.replace(OPEN, data=data, train=train)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("total_steps", 0),
        ("eval_every", 0),
        ("save_every", -1),
    ],
)
def test_refuses_senseless_training(name, value):
    with pytest.raises(ValueError, match=f"`{name}`"):
        TrainConfig(**{name: value})


SMALL = DUCHDCConfig(num_classes=None, upsample_logits=False)
EVERY_NTH = TrainConfig(loss=CrossEntropyConfig(label_downsampling="every_nth"))


def test_small_logits_need_small_labels_and_full_ones_full():
    with pytest.raises(ValueError, match="label_downsampling.*None and False"):
        dataclasses.replace(OPEN, model=SMALL)
    with pytest.raises(ValueError, match="label_downsampling.*every_nth"):
        dataclasses.replace(OPEN, train=EVERY_NTH)
    data = dataclasses.replace(OPEN.data, crop_size=(512, 512))
    Recipe(model=SMALL, data=data, train=EVERY_NTH)


def test_every_nth_label_needs_a_multiple_of_the_stride():
    with pytest.raises(ValueError, match=r"multiple of .*8.*\(513, 513\)"):
        Recipe(model=SMALL, data=OPEN.data, train=EVERY_NTH)


@pytest.mark.parametrize("name", ["dice", "lovasz", "top_k", "2*focal+dice"])
def test_any_kind_of_loss_must_fit_the_size_of_the_logits(name):
    small = Recipe(
        model=SMALL,
        data=dataclasses.replace(OPEN.data, crop_size=(512, 512)),
        train=EVERY_NTH,
    )
    kinds = {"--train.loss": name}
    for recipe in (small, OPEN):
        changed = with_kinds(recipe, kinds)
        assert dataclasses.replace(changed) == changed  # checked
    loss = with_kinds(OPEN, kinds).train.loss
    with pytest.raises(ValueError, match="label_downsampling.*None and False"):
        dataclasses.replace(small, train=TrainConfig(loss=loss))


@pytest.mark.parametrize("network", ModelConfig.kinds())
def test_every_network_is_welcome(network):
    recipe = Recipe(model=network(num_classes=None), data=OPEN.data)
    assert recipe.with_num_classes(4).model.num_classes == 4


def test_a_backbone_that_the_network_does_not_take_is_refused_with_a_reason():
    model = DeepLabV3Config(num_classes=None, backbone=ResNetGCNConfig())
    with pytest.raises(ValueError, match="needs dilated.*ResNetGCNConfig has"):
        Recipe(model=model, data=OPEN.data)
