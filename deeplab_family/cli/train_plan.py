"""What a run is going to do, in a few lines, and how to change each."""

import math
from pathlib import Path

from deeplab_family.recipes import Recipe
from deeplab_family.recipes.named_network import names_of
from input_pipeline.datasets.count_samples import count_samples


def steps_of(epochs: float, recipe: Recipe) -> int:
    """Training steps that visit each image `epochs` times.

    Raises:
        ValueError: if the recipe visits images more or less often than once
            an epoch, so that epochs do not say how long it takes.
    """
    data = recipe.data
    if data.patches or data.mix or data.bootstrap.classes:
        raise ValueError(
            "--epochs counts visits to images, and this recipe visits patches, "
            "or some images more often than others. Use --steps."
        )
    images = count_samples(data.open(), data.train_split)
    return max(1, math.ceil(epochs * images / data.batch_size))


def plan_text(recipe: Recipe, name: str, workdir: Path, device: str) -> str:
    """The plan of a run, a line for each choice with the flag that changes it.

    Args:
        recipe: with its data.
        name: of the recipe.
        workdir: folder of the run.
        device: what it trains on, in words.
    """
    data, train = recipe.data, recipe.train
    dataset = data.open()
    images = count_samples(dataset, data.train_split)
    judged = count_samples(dataset, data.eval_split)
    network, backbone = names_of(recipe.model)
    height, width = data.crop_size
    start = train.initial_weights or "fresh weights"
    count = train.total_steps
    steps = "1 step" if count == 1 else f"{count:,} steps"
    rows = [
        ("data", f"{data.root} ({data.dataset})", "--dataset"),
        (
            "",
            f"{images:,} images to train on, {judged:,} to judge by",
            "--val-share",
        ),
        ("network", f"{network} on {backbone}", "--network --backbone"),
        (
            "",
            f"output stride {recipe.model.backbone.output_stride}, {start}",
            "--output-stride",
        ),
        (
            "training",
            f"{steps} of {data.batch_size}{_epochs(recipe, images)}",
            "--steps or --epochs",
        ),
        (
            "",
            f"crops of {height} x {width} pixels",
            "--crop, --batch-size",
        ),
        ("", f"learning rate {train.schedule.learning_rate:g}", "--lr"),
        ("device", device, ""),
        ("run", str(workdir), "--workdir"),
    ]
    lines = [f"{head:9}{what:44} {flag}".rstrip() for head, what, flag in rows]
    if images < data.batch_size:
        lines.append(
            f"A batch of {data.batch_size} holds each of the {images:,} images "
            "more than once; --batch-size changes it."
        )
    return "\n".join(
        [*lines, f"All fields and flags: deeplab train {name} --help"]
    )


def _epochs(recipe: Recipe, images: int) -> str:
    data = recipe.data
    if data.patches or data.mix or data.bootstrap.classes:
        return ""
    epochs = recipe.train.total_steps * data.batch_size / images
    shown = f"{epochs:,.0f}" if epochs >= 10 else f"{epochs:.1f}"
    return f" = {shown} epochs"
