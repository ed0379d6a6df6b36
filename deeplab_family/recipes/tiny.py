"""Tiny recipes: a rehearsal of any run, in seconds and on drawn pictures.

What can go wrong in the first steps of a run stays as it is: network, depth,
batch normalization, what is frozen, loss, optimizer, rates, sampling, and the
chain of stages. Only numbers that cost time become small, and averages over
many steps take what two steps tell: a stage that freezes the statistics of
the one before would see those of fresh layers otherwise.
"""

import dataclasses
from typing import Any

from deeplab_family.recipes.recipe import Recipe, TrainConfig
from deeplab_family.recipes.stages import PREVIOUS, Stage, StagedRecipe
from input_pipeline.picture_format import RGB
from input_pipeline.sampling import HardClassBootstrap, Mix, Patches
from input_pipeline.synthetic.classes import CLASS_NAMES

NONE = "none"
STEPS = 2
AVERAGE = 0.3
"""Momentum of an average that two updates fill: of weights, of statistics."""
SIDE, STRIDES = 64, 2
"""A crop has so many pixels a side, and so many features, at least."""
BATCH = 2
SHALLOW = 50


def tiny(
    recipe: Recipe | StagedRecipe,
    root: str,
    weights: str = NONE,
    shallow: bool = False,
) -> Recipe | StagedRecipe:
    """A recipe with its own config, only smaller.

    Args:
        recipe: any.
        root: folder of drawn pictures, as `draw_synthetic` makes it.
        weights: what stands for ImageNet weights or a file; "none" only where
            nothing is frozen, since fresh statistics do not normalize.
        shallow: give a ResNet its smallest depth, 50.

    Returns:
        Two updates by at most two small crops, of each stage.
    """
    if isinstance(recipe, StagedRecipe):
        return StagedRecipe(
            stages=tuple(
                Stage(
                    name=stage.name,
                    recipe=_tiny(stage.recipe, root, weights, shallow),
                )
                for stage in recipe.stages
            )
        )
    return _tiny(recipe, root, weights, shallow)


def _tiny(recipe: Recipe, root: str, weights: str, shallow: bool) -> Recipe:
    data, train = recipe.data, recipe.train
    kept = train.weights in (NONE, PREVIOUS)
    model = _open_network(recipe.model, shallow)
    side = _side(recipe)
    return Recipe(
        model=model,
        data=dataclasses.replace(
            data,
            dataset="synthetic",
            root=root,
            train_split="train",
            eval_split="val",
            val_share=None,
            channels=RGB,
            value_range=None,
            crop_size=(side, side),
            batch_size=min(data.batch_size, BATCH),
            eval_batch_size=1,
            eval_size=None,
            bootstrap=_bootstrap(data.bootstrap),
            patches=_patches(data.patches, side / max(data.crop_size)),
            mix=_mix(data.mix, root),
            service="",
        ),
        train=dataclasses.replace(
            train,
            **two_updates(train),
            weights=train.weights if kept else weights,
        ),
    )


def two_updates(train: TrainConfig) -> dict[str, Any]:
    """Fields of a training that ends after two updates, its average too."""
    steps = STEPS * train.optimizer.accumulate
    momentum = min(train.optimizer.ema_momentum, AVERAGE)
    return {
        "total_steps": steps,
        "eval_every": steps,
        "save_every": 1,
        "optimizer": dataclasses.replace(
            train.optimizer, ema_momentum=momentum
        ),
    }


def _open_network(model, shallow: bool):
    backbone = model.backbone
    if shallow and hasattr(backbone, "depth"):
        backbone = dataclasses.replace(backbone, depth=SHALLOW)
    momentum = min(backbone.batch_norm_momentum, AVERAGE)
    backbone = dataclasses.replace(backbone, batch_norm_momentum=momentum)
    return dataclasses.replace(model, num_classes=None, backbone=backbone)


def _side(recipe: Recipe) -> int:
    """Of a square crop; a multiple of the stride, or one more, as it was."""
    stride = recipe.model.backbone.output_stride
    least = max(SIDE, STRIDES * stride, recipe.model.smallest_image - 1)
    extra = 1 if recipe.data.crop_size[0] % stride == 1 else 0
    return -(-least // stride) * stride + extra


def _bootstrap(bootstrap: HardClassBootstrap) -> HardClassBootstrap:
    if not bootstrap.classes:
        return bootstrap
    there = tuple(c for c in bootstrap.classes if c < len(CLASS_NAMES))
    return dataclasses.replace(bootstrap, classes=there or (1,))


def _patches(patches: Patches, share: float) -> Patches:
    """The same layout of patches, as small as the crops become."""
    if not patches:
        return patches
    height, width = patches.size
    return dataclasses.replace(
        patches,
        size=(round(height * share), round(width * share)),
        stride=max(1, round(patches.stride * share)),
        jitter=round(patches.jitter * share),
    )


def _mix(mix: Mix, root: str) -> Mix:
    """As many data sets, with the weights that they had."""
    count = len(mix.roots)
    return dataclasses.replace(
        mix,
        roots=(root,) * count,
        datasets=("synthetic",) * count,
        splits=("train",) * count,
    )
