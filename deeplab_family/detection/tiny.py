"""Tiny detector recipes: a rehearsal of a run, in seconds.

As `deeplab_family.recipes.tiny`: backbone, depth, block, anchors, what is
frozen, losses, optimizer and augmentation stay; only numbers that cost time
become small, and the rate as the batch does (Goyal et al., arXiv:1706.02677,
section 2.1).
"""

import dataclasses

from deeplab_family.detection.detector_recipe import DetectorRecipe
from deeplab_family.recipes.tiny import BATCH, NONE, SHALLOW, two_updates

SHORT_SIDE, LONG_SIDE = 128, 160
PROPOSALS = 32


def tiny_detector(
    recipe: DetectorRecipe,
    root: str,
    weights: str = NONE,
    shallow: bool = False,
) -> DetectorRecipe:
    """A recipe with its own config, only smaller.

    Args:
        recipe: any.
        root: folder of drawn streets, as `draw_street_objects` makes it.
        weights: what stands for ImageNet weights or a file.
        shallow: give a ResNet its smallest depth, 50.

    Returns:
        Two updates by at most two small images.
    """
    data, train = recipe.data, recipe.train
    backbone = recipe.model.backbone
    if shallow and hasattr(backbone, "depth"):
        backbone = dataclasses.replace(backbone, depth=SHALLOW)
    batch = min(data.batch_size, BATCH)
    rate = train.schedule.learning_rate * batch / data.batch_size
    return DetectorRecipe(
        model=dataclasses.replace(
            recipe.model, num_classes=None, backbone=backbone
        ),
        data=dataclasses.replace(
            data,
            dataset="streets",
            root=root,
            train_split="train",
            eval_split="val",
            short_side=SHORT_SIDE,
            long_side=LONG_SIDE,
            train_short_sides=(),
            classes=(),
            batch_size=batch,
            eval_batch_size=1,
        ),
        train=dataclasses.replace(
            train,
            **two_updates(train),
            schedule=dataclasses.replace(
                train.schedule, warmup_steps=0, learning_rate=rate
            ),
            weights=train.weights if train.weights == NONE else weights,
        ),
    )
