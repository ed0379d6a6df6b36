"""Tiny classifier recipes: a rehearsal of a run, in seconds.

As `deeplab_family.recipes.tiny`: backbone, depth, batch normalization, loss,
optimizer and augmentation stay; only numbers that cost time become small.
"""

import dataclasses

from deeplab_family.classification.classifier_recipe import ClassifierRecipe
from deeplab_family.recipes.tiny import (
    BATCH,
    NONE,
    SIDE,
    STRIDES,
    two_updates,
)


def tiny_classifier(
    recipe: ClassifierRecipe, root: str, weights: str = NONE
) -> ClassifierRecipe:
    """A recipe with its own config, only smaller.

    Args:
        recipe: any.
        root: folder of drawn images, as `draw_classes` makes it.
        weights: what stands for ImageNet weights or a file.

    Returns:
        Two updates by at most two small images.
    """
    data, train = recipe.data, recipe.train
    side = max(SIDE, STRIDES * recipe.model.backbone.output_stride)
    share = data.eval_short_side / min(data.crop_size)
    return ClassifierRecipe(
        model=dataclasses.replace(recipe.model, num_classes=None),
        data=dataclasses.replace(
            data,
            root=root,
            train_split="train",
            eval_split="val",
            crop_size=(side, side),
            eval_short_side=round(share * side),
            batch_size=min(data.batch_size, BATCH),
            eval_batch_size=1,
        ),
        train=dataclasses.replace(
            train,
            **two_updates(train),
            weights=train.weights if train.weights == NONE else weights,
        ),
    )
