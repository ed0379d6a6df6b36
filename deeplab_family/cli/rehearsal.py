"""`deeplab train --tiny`: a rehearsal of a run on drawn pictures."""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from deeplab_family.classification.classifier_recipe import ClassifierRecipe
from deeplab_family.classification.tiny import tiny_classifier
from deeplab_family.cli.tf_startup import start_tensorflow
from deeplab_family.recipes import PREVIOUS, Recipe, StagedRecipe, stages_of
from deeplab_family.recipes.tiny import tiny
from deeplab_family.weights import is_fresh
from input_pipeline import draw_synthetic
from input_pipeline.classification import draw_classes

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
        draw_synthetic(pictures, **PICTURES)
    _fill(_trunk_to_fill(small), pictures / "images" / "train", weights)
    return small


def rehearse_classifier(
    recipe: ClassifierRecipe, workdir: Path
) -> ClassifierRecipe:
    """The tiny recipe of a classifier, likewise.

    Args:
        recipe: what to rehearse.
        workdir: folder of the run; gets the folder `tiny`.
    """
    home = workdir / FOLDER
    images, weights = home / "images", home / "trunk.keras"
    small = tiny_classifier(recipe, str(images), str(weights))
    print(
        f"A rehearsal: two steps on drawn images, in {home}. Its errors mean "
        "nothing.",
        file=sys.stderr,
    )
    if not images.exists():
        draw_classes(images, size=PICTURES["size"])
    trunk = None if is_fresh(small.train.weights) else small.model.backbone
    _fill(trunk, images / "train" / "n01", weights)
    return small


def _fill(trunk, pictures: Path, weights: Path):
    """Writes weights for a trunk, unless there are some or it needs none."""
    if trunk is None or weights.exists():
        return
    start_tensorflow()
    from deeplab_family.training.stand_in_weights import write_stand_in

    write_stand_in(trunk, _pictures(pictures), weights)


def _trunk_to_fill(recipe: Recipe | StagedRecipe):
    """The trunk of the first stage that starts from weights, or None.

    Stages of a recipe have trunks for the same weights.
    """
    for stage in stages_of(FOLDER, recipe):
        weights = stage.recipe.train.weights
        if not is_fresh(weights) and weights != PREVIOUS:
            return stage.recipe.model.backbone
    return None


def _pictures(folder: Path) -> np.ndarray:
    paths = sorted(folder.iterdir())[:4]
    return np.stack([np.asarray(Image.open(p).convert("RGB")) for p in paths])
