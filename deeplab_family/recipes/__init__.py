"""Runs by name: `deeplab train NAME`. One function a recipe, one line here."""

from deeplab_family.recipes import (
    deeplabv3,
    duc_hdc,
    galdnet,
    gcn,
    mobile,
    vortex,
)
from deeplab_family.recipes.recipe import Recipe, TrainConfig
from deeplab_family.recipes.stages import (
    PREVIOUS,
    Stage,
    StagedRecipe,
    stages_of,
)

RECIPES = {
    "synthetic_mobile": mobile.synthetic_mobile,
    "folder_lite": mobile.folder_lite,
    "folder_mobile": mobile.folder_mobile,
    "folder_duc_hdc": duc_hdc.folder_duc_hdc,
    "folder_galdnet": galdnet.folder_galdnet,
    "folder_gcn": gcn.folder_gcn,
    "cityscapes_deeplabv3": deeplabv3.cityscapes_deeplabv3,
    "cityscapes_deeplabv3_full": deeplabv3.cityscapes_deeplabv3_full,
    "cityscapes_duc_12_fold": duc_hdc.cityscapes_duc_12_fold,
    "cityscapes_duc": duc_hdc.cityscapes_duc,
    "cityscapes_duc_hdc": duc_hdc.cityscapes_duc_hdc,
    "cityscapes_duc_hdc_coarse": duc_hdc.cityscapes_duc_hdc_coarse,
    "cityscapes_duc_hdc_resnet152": duc_hdc.cityscapes_duc_hdc_resnet152,
    "cityscapes_duc_hdc_resnet152_coarse": (
        duc_hdc.cityscapes_duc_hdc_resnet152_coarse
    ),
    "cityscapes_galdnet": galdnet.cityscapes_galdnet,
    "cityscapes_galdnet_coarse": galdnet.cityscapes_galdnet_coarse,
    "cityscapes_galdnet_mapillary": galdnet.cityscapes_galdnet_mapillary,
    "cityscapes_gcn": gcn.cityscapes_gcn,
    "coco_deeplabv3": deeplabv3.coco_deeplabv3,
    "kitti_duc": duc_hdc.kitti_duc,
    "voc_deeplabv3": deeplabv3.voc_deeplabv3,
    "voc_deeplabv3_full": deeplabv3.voc_deeplabv3_full,
    "voc_duc": duc_hdc.voc_duc,
    "voc_gcn": gcn.voc_gcn,
    "voc_gcn_full": gcn.voc_gcn_full,
    "voc_vortex": vortex.voc_vortex,
    "voc_vortex_full": vortex.voc_vortex_full,
}

__all__ = [
    "PREVIOUS",
    "RECIPES",
    "Recipe",
    "Stage",
    "StagedRecipe",
    "TrainConfig",
    "stages_of",
]
