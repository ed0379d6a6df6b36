"""A recipe that trains in seconds, for tests of everything around it."""

import dataclasses

import pytest

from deeplab_family.recipes import RECIPES, Recipe
from input_pipeline import draw_synthetic

CROP = (33, 33)


def tiny(recipe: Recipe, root, **train) -> Recipe:
    """Any recipe on a few drawn pictures, with a small head and crop."""
    return dataclasses.replace(
        recipe,
        model=dataclasses.replace(recipe.model, num_classes=None, filters=8),
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
                "base_learning_rate": 0.01,
                **train,
            },
        ),
    )


def tiny_mobile(root, **train) -> Recipe:
    """The demo's recipe, tiny and narrow."""
    recipe = tiny(RECIPES["synthetic_mobile"](), root, **train)
    backbone = dataclasses.replace(
        recipe.model.backbone, alpha=0.35, output_stride=32
    )
    model = dataclasses.replace(recipe.model, backbone=backbone)
    return dataclasses.replace(recipe, model=model)


@pytest.fixture(scope="session")
def streets(tmp_path_factory):
    """Six drawn pictures to train on and two to judge by."""
    root = tmp_path_factory.mktemp("data") / "streets"
    draw_synthetic(root, train=6, val=2, size=(48, 64))
    return root
