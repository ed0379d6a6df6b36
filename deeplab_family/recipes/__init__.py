"""Runs by name: `deeplab train NAME`. One function a recipe, one line here."""

from deeplab_family.recipes.deeplabv3 import voc_deeplabv3
from deeplab_family.recipes.duc_hdc import folder_duc_hdc, voc_duc
from deeplab_family.recipes.galdnet import folder_galdnet
from deeplab_family.recipes.gcn import folder_gcn, voc_gcn
from deeplab_family.recipes.loss import LossConfig
from deeplab_family.recipes.mobile import folder_mobile, synthetic_mobile
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from deeplab_family.recipes.vortex import voc_vortex

RECIPES = {
    "synthetic_mobile": synthetic_mobile,
    "folder_mobile": folder_mobile,
    "folder_duc_hdc": folder_duc_hdc,
    "folder_galdnet": folder_galdnet,
    "folder_gcn": folder_gcn,
    "voc_deeplabv3": voc_deeplabv3,
    "voc_duc": voc_duc,
    "voc_gcn": voc_gcn,
    "voc_vortex": voc_vortex,
}

__all__ = ["RECIPES", "LossConfig", "Recipe", "TrainConfig"]
