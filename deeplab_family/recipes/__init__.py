"""Runs by name: `deeplab train NAME`. One function a recipe, one line here."""

from deeplab_family.recipes.deeplabv3 import (
    cityscapes_deeplabv3,
    coco_deeplabv3,
    voc_deeplabv3,
)
from deeplab_family.recipes.duc_hdc import (
    cityscapes_duc_hdc,
    folder_duc_hdc,
    kitti_duc,
    voc_duc,
)
from deeplab_family.recipes.galdnet import cityscapes_galdnet, folder_galdnet
from deeplab_family.recipes.gcn import folder_gcn, voc_gcn
from deeplab_family.recipes.mobile import (
    folder_lite,
    folder_mobile,
    synthetic_mobile,
)
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from deeplab_family.recipes.vortex import voc_vortex

RECIPES = {
    "synthetic_mobile": synthetic_mobile,
    "folder_lite": folder_lite,
    "folder_mobile": folder_mobile,
    "folder_duc_hdc": folder_duc_hdc,
    "folder_galdnet": folder_galdnet,
    "folder_gcn": folder_gcn,
    "cityscapes_deeplabv3": cityscapes_deeplabv3,
    "cityscapes_duc_hdc": cityscapes_duc_hdc,
    "cityscapes_galdnet": cityscapes_galdnet,
    "coco_deeplabv3": coco_deeplabv3,
    "kitti_duc": kitti_duc,
    "voc_deeplabv3": voc_deeplabv3,
    "voc_duc": voc_duc,
    "voc_gcn": voc_gcn,
    "voc_vortex": voc_vortex,
}

__all__ = ["RECIPES", "Recipe", "TrainConfig"]
