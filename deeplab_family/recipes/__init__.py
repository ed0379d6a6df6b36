"""Runs by name: `deeplab train NAME`. One function a recipe, one line here."""

from deeplab_family.recipes.deeplabv3 import voc_deeplabv3
from deeplab_family.recipes.mobile import folder_mobile, synthetic_mobile
from deeplab_family.recipes.recipe import Recipe, TrainConfig

RECIPES = {
    "synthetic_mobile": synthetic_mobile,
    "folder_mobile": folder_mobile,
    "voc_deeplabv3": voc_deeplabv3,
}

__all__ = ["RECIPES", "Recipe", "TrainConfig"]
