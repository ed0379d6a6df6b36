"""`deeplab train --tiny`: a rehearsal of a run on drawn pictures."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from deeplab_family.classification.classifier_recipe import ClassifierRecipe
from deeplab_family.classification.tiny import tiny_classifier
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.detection.detector_recipe import DetectorRecipe
from deeplab_family.detection.tiny import tiny_detector
from deeplab_family.recipes import PREVIOUS, Recipe, StagedRecipe, stages_of
from deeplab_family.recipes.tiny import tiny
from deeplab_family.training.workers import Workers
from deeplab_family.weights import is_fresh
from input_pipeline import draw_synthetic
from input_pipeline.classification import draw_classes
from input_pipeline.detection import draw_street_objects

FOLDER = "tiny"
PICTURES = {"train": 6, "val": 2, "size": (144, 160)}


def rehearse(
    recipe: Recipe | StagedRecipe, workdir: Path, workers: Workers | None = None
) -> Recipe | StagedRecipe:
    """The tiny recipe, with its pictures and weights in the run's folder.

    Args:
        recipe: what to rehearse.
        workdir: folder of the run; gets the folder `tiny`.
        workers: processes that train in step, of which the first writes; they
            are joined here. None for this one alone.
    """
    home = workdir / FOLDER
    pictures, weights = home / "streets", home / "backbone.keras"
    small = tiny(recipe, str(pictures), str(weights))
    _say(f"two steps a stage on drawn pictures, in {home}. Its scores mean")

    def make():
        if not pictures.exists():
            draw_synthetic(pictures, **PICTURES)
        _fill(_backbone_to_fill(small), pictures / "images" / "train", weights)

    _by_chief(make, workers)
    return small


def rehearse_classifier(
    recipe: ClassifierRecipe, workdir: Path, workers: Workers | None = None
) -> ClassifierRecipe:
    """The tiny recipe of a classifier, likewise; see `rehearse`."""
    home = workdir / FOLDER
    images, weights = home / "images", home / "backbone.keras"
    small = tiny_classifier(recipe, str(images), str(weights))
    _say(f"two steps on drawn images, in {home}. Its errors mean")

    def make():
        if not images.exists():
            draw_classes(images, size=PICTURES["size"])
        fresh = is_fresh(small.train.weights)
        backbone = None if fresh else small.model.backbone
        _fill(backbone, images / "train" / "n01", weights)

    _by_chief(make, workers)
    return small


def rehearse_detector(recipe: DetectorRecipe, workdir: Path) -> DetectorRecipe:
    """The tiny recipe of a detector, likewise; see `rehearse`."""
    home = workdir / FOLDER
    pictures, weights = home / "streets", home / "backbone.keras"
    small = tiny_detector(recipe, str(pictures), str(weights))
    _say(f"two steps on drawn streets, in {home}. Its scores mean")
    if not pictures.exists():
        draw_street_objects(pictures, **PICTURES)
    fresh = is_fresh(small.train.weights)
    backbone = None if fresh else small.model.backbone
    _fill(backbone, pictures / "images" / "train", weights)
    return small


def _say(what: str):
    print(f"A rehearsal: {what} nothing.", file=sys.stderr)


def _by_chief(make: Callable[[], None], workers: Workers | None):
    """Makes the files in one process, after all have been joined.

    TensorFlow joins none that has computed, as the weights' statistics are.
    """
    if workers is None:
        make()
        return
    start_tensorflow(opens_devices=False)
    from deeplab_family.training import choose_strategy
    from deeplab_family.training.cluster import Cluster

    cluster = Cluster(choose_strategy(workers=workers), workers)
    with cluster.watched():
        cluster.by_chief(make)


def _fill(backbone, pictures: Path, weights: Path):
    """Writes weights for a backbone, unless there are some or it needs none."""
    if backbone is None or weights.exists():
        return
    start_tensorflow()
    from deeplab_family.training.stand_in_weights import write_stand_in

    write_stand_in(backbone, _pictures(pictures), weights)


def _backbone_to_fill(recipe: Recipe | StagedRecipe):
    """The backbone of the first stage that starts from weights, or None.

    Stages of a recipe have backbones for the same weights.
    """
    for stage in stages_of(FOLDER, recipe):
        weights = stage.recipe.train.weights
        if not is_fresh(weights) and weights != PREVIOUS:
            return stage.recipe.model.backbone
    return None


def _pictures(folder: Path) -> np.ndarray:
    paths = sorted(folder.iterdir())[:4]
    return np.stack([np.asarray(Image.open(p).convert("RGB")) for p in paths])
