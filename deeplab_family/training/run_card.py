"""Model card of a run: its recipe, data, scores and best network as facts."""

import shlex
from collections.abc import Mapping
from pathlib import Path

from deeplab_family.model_card.model_card import (
    CLASSIFICATION,
    DETECTION,
    SEGMENTATION,
    ClassScores,
    ModelCard,
    Score,
    StartingWeights,
)
from deeplab_family.model_card.package_versions import package_versions
from deeplab_family.recipes import PREVIOUS
from deeplab_family.recipes.named_network import names_of
from deeplab_family.training.recipe_words import recipe_words
from deeplab_family.training.work_directory import WorkDirectory
from deeplab_family.weights import Receipt, published_licence
from deeplab_family.weights.published_file import digest_of
from input_pipeline.picture_format import ORDINARY

SCORES = {
    "mean_iou": ("mean IoU", "mean_iou"),
    "mean_dice": ("mean Dice", ""),
    "mean_accuracy": ("mean class accuracy", ""),
    "pixel_accuracy": ("pixel accuracy", "accuracy"),
    "frequency_weighted_iou": ("frequency weighted IoU", ""),
    "top1_error": ("top-1 error", ""),
    "top5_error": ("top-5 error", ""),
    "box_ap": ("box AP, IoU 0.50 to 0.95", "mAP"),
    "box_ap50": ("box AP at IoU 0.50", ""),
    "mask_ap": ("mask AP, IoU 0.50 to 0.95", ""),
    "mask_ap50": ("mask AP at IoU 0.50", ""),
    "voc07_map": ("VOC 2007 mAP of boxes", ""),
    "voc_map": ("VOC mAP of boxes", ""),
}
"""Scores of all tasks: their words, and those of the Hugging Face hub."""

CLASS_SCORES = {
    "iou": "IoU",
    "precision": "precision",
    "recall": "recall",
    "objects": "objects",
    "box_ap": "box AP",
    "mask_ap": "mask AP",
    "voc_map": "VOC AP",
}


def run_card(
    recipe,
    classes: tuple[str, ...],
    splits: Mapping[str, int],
    folder: WorkDirectory,
    step: int,
    receipt: Receipt | None,
    task: str,
) -> ModelCard:
    """The card of a run as its folder stands.

    Args:
        recipe: of any task.
        classes: names of the classes.
        splits: number of images of each split.
        folder: of the run; its best network and the scores of it are read.
        step: batches seen.
        receipt: of the weights it started from; None for fresh ones.
        task: one of `model_card.SUMMARIES`.
    """
    scores = folder.best_scores()
    model, data, train = recipe.model, recipe.data, recipe.train
    network, backbone = names_of(model)
    name = folder.path.resolve().name
    return ModelCard(
        name=name,
        task=task,
        network=network,
        backbone=backbone,
        classes=tuple(classes),
        dataset=Path(data.root).name,
        layout=getattr(data, "dataset", "class folders"),
        splits=tuple(splits.items()),
        recipe=(
            *recipe_words(recipe, receipt),
            ("steps", f"{step:,} of {train.total_steps:,}"),
        ),
        recipe_file=folder.recipe.name,
        weights=starting_weights(receipt, model.backbone),
        eval_split=data.eval_split,
        scores=_scores(scores or {}),
        class_scores=_class_scores((scores or {}).get("classes", [])),
        judged_images=(scores or {}).get("images", 0),
        limits=(_SIZES[task](data), *_pictures(data)),
        model_file=folder.best.name if scores else "",
        sha256=digest_of(folder.best, "sha256") if scores else "",
        versions=package_versions(),
        commands=_commands(name, folder.recipe.name, task, train.weights),
    )


def starting_weights(receipt: Receipt | None, backbone) -> StartingWeights:
    """Source and licence of a receipt's weights; None for fresh ones.

    Args:
        receipt: of the load.
        backbone: the backbone's config.
    """
    if receipt is None:
        return StartingWeights()
    return StartingWeights(
        source=f"{receipt.source}, {receipt.file} (SHA-256 {receipt.sha256})",
        licence=published_licence(receipt, backbone),
    )


def _scores(scores: Mapping) -> tuple[Score, ...]:
    intervals = scores.get("intervals", {})
    found = [
        Score(
            name=words,
            value=scores[key],
            interval=_pair(intervals.get(key)),
            metric=metric,
        )
        for key, (words, metric) in SCORES.items()
        if key in scores
    ]
    if "top1_error" in scores:
        right = round(1 - scores["top1_error"], 6)
        found.append(
            Score(name="top-1 accuracy", value=right, metric="accuracy")
        )
    return tuple(found)


def _class_scores(classes: list[dict]) -> ClassScores:
    """A column for each score that the classes have, intervals with it."""
    keys = [key for key in CLASS_SCORES if classes and key in classes[0]]
    return ClassScores(
        columns=tuple(CLASS_SCORES[key] for key in keys),
        rows=tuple(
            tuple(_cell(entry, key) for key in keys) for entry in classes
        ),
    )


def _cell(entry: Mapping, key: str) -> str:
    value, interval = entry[key], _pair(entry.get(f"{key}_interval"))
    if value is None:
        return "absent" if key == "iou" else "none"
    if isinstance(value, int):
        return f"{value:,}"
    if interval is None:
        return f"{value:.4f}"
    return f"{value:.4f} ({interval[0]:.4f} to {interval[1]:.4f})"


def _pair(bounds) -> tuple[float, float] | None:
    if bounds is None or None in bounds:
        return None
    low, high = bounds
    return low, high


def _commands(
    name: str, recipe: str, task: str, weights: str
) -> tuple[str, ...]:
    """Commands for the folder that lies beside the user."""
    run = shlex.quote(name)
    commands = [f"deeplab evaluate {run}"]
    if task != CLASSIFICATION:
        commands = [f"deeplab predict {run} PHOTO.jpg", *commands]
    if weights != PREVIOUS:
        path = shlex.quote(f"{name}/{recipe}")
        commands.append(f"deeplab train {path} --workdir AGAIN")
    return tuple(commands)


def _pictures(data) -> tuple[str, ...]:
    pictures = getattr(data, "pictures", ORDINARY)
    if pictures.is_ordinary:
        return ("Takes RGB photographs of 8 bits.",)
    return (f"Takes pictures of {pictures}, and no others.",)


def _crop_sizes(data) -> str:
    height, width = data.crop_size
    low, high = data.scale.minimum, data.scale.maximum
    return (
        f"Trained on crops of {height} x {width} pixels of images at {low:g} "
        f"to {high:g} times their size, judged on whole images. What is much "
        "larger or smaller in the picture: not measured."
    )


def _class_sizes(data) -> str:
    height, width = data.crop_size
    return (
        f"Trained on windows resized to {height} x {width} pixels, judged on "
        "the center of that size of images with a short side of "
        f"{data.eval_short_side}. Other sizes: not measured."
    )


def _object_sizes(data) -> str:
    return (
        f"Trained and judged on images with a short side of {data.short_side} "
        f"pixels and a long side of {data.long_side} at most. Objects much "
        "larger or smaller in them than those of training: not measured."
    )


_SIZES = {
    SEGMENTATION: _crop_sizes,
    CLASSIFICATION: _class_sizes,
    DETECTION: _object_sizes,
}
