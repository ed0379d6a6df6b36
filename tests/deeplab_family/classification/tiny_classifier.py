"""A classifier's run that takes seconds, for tests of everything around it."""

import dataclasses

from deeplab_family.classification.classifier_recipe import (
    ClassifierRecipe,
    imagenet_resnet_gcn,
)
from deeplab_family.optimizers import StepDecayConfig
from tests.small_backbone import SmallBackboneConfig


def tiny_classifier(root, **train) -> ClassifierRecipe:
    """The recipe of ImageNet on a small backbone, with small images."""
    recipe = imagenet_resnet_gcn()
    backbone = SmallBackboneConfig(output_stride=32)
    return dataclasses.replace(
        recipe,
        model=dataclasses.replace(recipe.model, backbone=backbone),
        data=dataclasses.replace(
            recipe.data,
            root=str(root),
            crop_size=(32, 32),
            eval_short_side=36,
            batch_size=4,
        ),
        train=dataclasses.replace(
            recipe.train,
            **{
                "total_steps": 6,
                "eval_every": 4,
                "save_every": 1,
                "schedule": StepDecayConfig(learning_rate=0.01),
                **train,
            },
        ),
    )
