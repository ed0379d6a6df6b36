"""A recipe that trains in seconds, for tests of everything around it."""

import dataclasses

import pytest

from deeplab_family.recipes import RECIPES, Recipe
from input_pipeline import draw_synthetic
from tests.small_trunk import SmallTrunkConfig

# a multiple of DUC's output stride
CROP = (32, 32)


def tiny(recipe: Recipe, root, **train) -> Recipe:
    """Any recipe on a few drawn pictures, with a small trunk, head and crop."""
    return dataclasses.replace(
        recipe,
        model=tiny_network(recipe.model),
        data=dataclasses.replace(
            recipe.data,
            dataset="synthetic",
            root=str(root),
            train_split="train",
            eval_split="val",
            crop_size=CROP,
            eval_size=None,
            batch_size=2,
        ),
        train=dataclasses.replace(
            recipe.train,
            **{
                "total_steps": 2,
                "eval_every": 2,
                "save_every": 1,
                "weights": "none",
                "freeze": (),
                "schedule": dataclasses.replace(
                    recipe.train.schedule, learning_rate=0.01
                ),
                **train,
            },
        ),
    )


def small(recipe: Recipe, root) -> Recipe:
    """The recipe itself, with smaller numbers only.

    Network, loss, optimizer and rates are the recipe's own; a ResNet has its
    smallest depth, crops the least that the network takes. Weights are fresh,
    so that nothing is fetched, and none are frozen.
    """
    trunk = recipe.model.backbone
    if hasattr(trunk, "depth"):
        trunk = dataclasses.replace(trunk, depth=50)
    side = max(2 * trunk.output_stride, 64)
    return dataclasses.replace(
        recipe,
        model=dataclasses.replace(
            recipe.model, num_classes=None, backbone=trunk
        ),
        data=dataclasses.replace(
            recipe.data,
            dataset="synthetic",
            root=str(root),
            train_split="train",
            eval_split="val",
            crop_size=(max(side, smallest_image(recipe.model)),) * 2,
            eval_size=None,
            batch_size=2,
        ),
        train=dataclasses.replace(recipe.train, weights="none", freeze=()),
    )


def smallest_image(config) -> int:
    return getattr(config, "smallest_image", 1)


def tiny_network(config):
    """A network of the same kind in the small; its classes are left open."""
    fields = {"num_classes": None, "backbone": tiny_trunk(config.backbone)}
    names = {field.name for field in dataclasses.fields(config)}
    # GALD-Net wants a multiple of 16, and 15 x 15 features of "valid" padding.
    small = {"filters": 16, "padding": "same", "kernel_size": 5}
    fields |= {name: small[name] for name in names & small.keys()}
    return dataclasses.replace(config, **fields)


def tiny_trunk(config):
    """The smallest trunk with the stride and statistics of another."""
    return SmallTrunkConfig(
        output_stride=config.output_stride,
        batch_norm_momentum=config.batch_norm_momentum,
    )


def tiny_mobile(root, **train) -> Recipe:
    """The demo's recipe, tiny and narrow."""
    recipe = tiny(RECIPES["synthetic_mobile"](), root, **train)
    backbone = dataclasses.replace(recipe.model.backbone, output_stride=32)
    model = dataclasses.replace(recipe.model, backbone=backbone, filters=8)
    return dataclasses.replace(recipe, model=model)


@pytest.fixture(scope="session")
def streets(tmp_path_factory):
    """Six drawn pictures to train on and two to judge by."""
    root = tmp_path_factory.mktemp("data") / "streets"
    draw_synthetic(root, train=6, val=2, size=(48, 64))
    return root
