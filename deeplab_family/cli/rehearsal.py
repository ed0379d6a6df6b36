"""`deeplab train --tiny`: a rehearsal of a run on drawn pictures."""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from deeplab_family.cli.tf_startup import start_tensorflow
from deeplab_family.recipes import PREVIOUS, Recipe, StagedRecipe, stages_of
from deeplab_family.recipes.tiny import tiny
from deeplab_family.weights import is_fresh
from input_pipeline import draw_synthetic

FOLDER = "tiny"
PICTURES = {"train": 6, "val": 2, "size": (144, 160)}


def rehearse(
    recipe: Recipe | StagedRecipe, workdir: Path
) -> Recipe | StagedRecipe:
    """The tiny recipe, with its pictures and weights in the run's folder.

    Args:
        recipe: what to rehearse.
        workdir: folder of the run; gets the folder `tiny`.
    """
    home = workdir / FOLDER
    pictures, weights = home / "streets", home / "trunk.keras"
    small = tiny(recipe, str(pictures), str(weights))
    print(
        f"A rehearsal: two steps a stage on drawn pictures, in {home}. Its "
        "scores mean nothing.",
        file=sys.stderr,
    )
    if not pictures.exists():
        home.mkdir(parents=True, exist_ok=True)
        draw_synthetic(pictures, **PICTURES)
    trunk = _trunk_to_fill(small)
    if trunk is not None and not weights.exists():
        start_tensorflow()
        from deeplab_family.training.stand_in_weights import write_stand_in

        write_stand_in(trunk, _pictures(pictures), weights)
    return small


def _trunk_to_fill(recipe: Recipe | StagedRecipe):
    """The trunk of the first stage that starts from weights, or None.

    Stages of a recipe have trunks for the same weights.
    """
    for stage in stages_of(FOLDER, recipe):
        weights = stage.recipe.train.weights
        if not is_fresh(weights) and weights != PREVIOUS:
            return stage.recipe.model.backbone
    return None


def _pictures(root: Path) -> np.ndarray:
    paths = sorted((root / "images" / "train").iterdir())[:4]
    return np.stack([np.asarray(Image.open(p).convert("RGB")) for p in paths])
