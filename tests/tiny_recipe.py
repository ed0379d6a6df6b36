"""A recipe that trains in seconds, for tests of everything around it."""

import dataclasses

import pytest

from deeplab_family.recipes import RECIPES, Recipe
from deeplab_family.recipes import tiny as rehearsal
from deeplab_family.recipes.changed_fields import with_fields
from input_pipeline import draw_synthetic
from tests.small_backbone import SmallBackboneConfig

# a multiple of DUC's output stride
CROP = (32, 32)


def tiny(recipe: Recipe, root, **train) -> Recipe:
    """Any recipe on a few drawn pictures, with small backbone, head, crop."""
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
    """The rehearsal of a recipe, from fresh weights.

    Network, loss, optimizer and rates are the recipe's own; a ResNet has its
    smallest depth. Nothing is fetched, and nothing is frozen.
    """
    fresh = with_fields(
        recipe,
        data={"batch_size": max(2, recipe.data.batch_size)},
        train={"weights": "none", "freeze": ()},
    )
    return rehearsal.tiny(fresh, str(root), shallow=True)


def tiny_network(config):
    """A network of the same kind in the small; its classes are left open."""
    fields = {"num_classes": None, "backbone": tiny_backbone(config.backbone)}
    names = {field.name for field in dataclasses.fields(config)}
    # GALD-Net wants a multiple of 16, and 15 x 15 features of "valid" padding.
    small = {"filters": 16, "padding": "same", "kernel_size": 5}
    fields |= {name: small[name] for name in names & small.keys()}
    return dataclasses.replace(config, **fields)


def tiny_backbone(config):
    """The smallest backbone with the stride and statistics of another."""
    return SmallBackboneConfig(
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
