"""The papers' heads on one backbone, trained alike on one data set.

python -m benchmarks.heads DATA RUNS

Each network is trained from ImageNet weights with every seed, in a process of
its own; the same command goes on where it was stopped. At the end it times the
float32 files of all networks, which take turns, and prints a table.
"""

import dataclasses
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import tyro

from benchmarks.report import machine
from deeplab_family.backbones import EfficientNetLiteConfig
from deeplab_family.console.tables import Table, numbers, words
from deeplab_family.models import (
    DeepLabV3Config,
    DUCHDCConfig,
    GALDNetConfig,
    GCNConfig,
    ModelConfig,
    VortexNetConfig,
)
from deeplab_family.recipes import RECIPES, Recipe
from deeplab_family.recipes.on_data import on_data

MOMENTUM = 0.97
BACKBONE = EfficientNetLiteConfig(
    output_stride=16, batch_norm_momentum=MOMENTUM
)
UNDILATED = dataclasses.replace(BACKBONE, output_stride=32)
HEAD = {"num_classes": None, "backbone": BACKBONE}
NARROW = {**HEAD, "filters": 128}
# The paper's rates of stride 8, halved; a score for 4 pixels at stride 16
# makes the map as many channels as its 2 at stride 8.
DUC = {**HEAD, "atrous_rates": (3, 6, 9, 12)}
MEASURED = "measured.json"
PHONE_FILE = "float32.tflite"
CALIBRATION_IMAGES = 32
# The first steps of heads without batch normalization would be too long: GCN,
# DUC. With it they and the others bear the same learning rate.
LONGEST_GRADIENT = 1.0


def heads() -> dict[str, ModelConfig]:
    """The networks of the table, by name."""
    gcn = {"num_classes": None, "backbone": UNDILATED}
    return {
        "DeepLabv3": DeepLabV3Config(**NARROW),
        "DeepLabv3, no image pooling": DeepLabV3Config(
            **NARROW, image_pooling=False
        ),
        "Vortex B": VortexNetConfig(**NARROW),
        "Vortex A(5)": VortexNetConfig(**NARROW, module="module_a"),
        **{
            f"GCN k={k}{', boundary refinement' if refined else ''}": GCNConfig(
                **gcn, kernel_size=k, boundary_refinement=refined
            )
            for k in (3, 7, 15)
            for refined in (False, True)
        },
        "DUC": DUCHDCConfig(**DUC, cell=4),
        "bilinear instead of DUC": DUCHDCConfig(**DUC, upsampling="bilinear"),
        "GALD": GALDNetConfig(**NARROW),
        "CGNL only": GALDNetConfig(**NARROW, distribution=None),
        "LD only": GALDNetConfig(**NARROW, aggregation=None),
        "LDGA": GALDNetConfig(**NARROW, arrangement="ldga"),
    }


def main(
    data: tyro.conf.Positional[str],
    runs: tyro.conf.Positional[Path],
    steps: int = 200,
    crop: int = 257,
    learning_rate: float = 0.1,
    seeds: tuple[int, ...] = (0, 1),
    size: tuple[int, int] = (360, 480),
    only: str = "",
) -> None:
    """Trains what is not trained yet, and prints the table.

    Args:
        data: folder of the data set.
        runs: folder that keeps the runs, one folder for each.
        steps: of each run.
        crop: side of a training image in pixels.
        learning_rate: of the first step.
        seeds: of the runs of each head; the first one's network is also
            converted to int8 and timed.
        size: height and width of the image that ms and int8 refer to.
        only: "HEAD/SEED", to train that one run in this process.
    """
    if only:
        name, _, seed = only.rpartition("/")
        recipe = recipe_of(name, data, int(seed), steps, crop, learning_rate)
        phone = size if int(seed) == seeds[0] else None
        train_one(recipe, folder_of(runs, name, seed), phone)
        return
    command = [sys.executable, "-m", "benchmarks.heads", data, str(runs)]
    command += ["--steps", str(steps), "--crop", str(crop)]
    command += ["--learning-rate", str(learning_rate)]
    command += ["--size", *map(str, size), "--seeds", *map(str, seeds)]
    for seed in seeds:
        for name in heads():
            if not (folder_of(runs, name, seed) / MEASURED).exists():
                print(f"{name}, seed {seed}", flush=True)
                one = [*command, "--only", f"{name}/{seed}"]
                subprocess.run(one, check=True)
    print(f"{machine()} {steps} steps of 8 x {crop} x {crop}.\n")
    print(table(runs, seeds, latencies(runs, seeds[0])).markdown())


def recipe_of(
    name: str,
    data: str,
    seed: int,
    steps: int,
    crop: int,
    learning_rate: float,
) -> Recipe:
    """The recipe `folder_lite` with another network and a smaller budget."""
    recipe = on_data(RECIPES["folder_lite"](), data)
    return dataclasses.replace(
        recipe,
        model=heads()[name],
        data=dataclasses.replace(
            recipe.data, crop_size=(crop, crop), seed=seed
        ),
        train=dataclasses.replace(
            recipe.train,
            optimizer=dataclasses.replace(
                recipe.train.optimizer, clip_norm=LONGEST_GRADIENT
            ),
            schedule=dataclasses.replace(
                recipe.train.schedule, learning_rate=learning_rate
            ),
            total_steps=steps,
            eval_every=steps,
            seed=seed,
        ),
    )


def folder_of(runs: Path, name: str, seed) -> Path:
    """The folder of a run."""
    words = "".join(c if c.isalnum() else "_" for c in name.lower())
    return runs / f"{words}_seed{seed}"


def train_one(
    recipe: Recipe, folder: Path, phone: tuple[int, int] | None
) -> None:
    """Trains, then measures the network, and its files for phones if asked."""
    from deeplab_family.papers.abstract_build import cost
    from deeplab_family.training import train

    network = train(recipe, folder)
    best = json.loads((folder / "scores.json").read_text())
    work = cost(network.config, recipe.data.crop_size[0])
    measured = {
        "mean_iou": best["mean_iou"],
        "parameters": work.parameters,
        "multiply_adds": work.multiply_adds,
    }
    if phone is not None:
        drop = loss_in_int8(network, recipe.data.root, phone, folder)
        measured["int8_drop"] = drop
    text = json.dumps(measured, indent=2) + "\n"
    (folder / MEASURED).write_text(text)


def loss_in_int8(
    network, root: str, size: tuple[int, int], folder: Path
) -> float:
    """Mean IoU of the float32 file, which is kept, less that of int8."""
    from deeplab_family.evaluation import evaluate
    from deeplab_family.inference import load_predictor
    from export import LabeledData, export_tflite

    streets = LabeledData(root=root, split="train")
    learned, _, _ = streets.read(CALIBRATION_IMAGES, size)
    images, labels, _ = LabeledData(root=root).read(1_000, size)
    pairs = list(zip(images[:, None], labels[:, None], strict=True))
    with tempfile.TemporaryDirectory() as drafts:
        files = export_tflite(
            network,
            drafts,
            size,
            variants=["float32", "int8"],
            calibration=learned,
        )
        plain, int8 = (
            evaluate(
                load_predictor(files[name]), pairs, network.class_names
            ).mean_iou
            for name in ("float32", "int8")
        )
        shutil.copyfile(files["float32"], folder / PHONE_FILE)
    return plain - int8


def latencies(runs: Path, seed: int) -> dict[str, float]:
    """Milliseconds of each head's float32 file for an image, two threads."""
    from deeplab_family.inference import load_predictor
    from export.proof.latency import time_each

    predictors = {
        name: load_predictor(folder_of(runs, name, seed) / PHONE_FILE)
        for name in heads()
    }
    height, width = next(iter(predictors.values())).input_size
    noise = np.random.default_rng(0).integers(0, 256, (1, height, width, 3))
    times = time_each(predictors, noise.astype(np.uint8))
    return {name: latency.median_ms for name, latency in times.items()}


def table(
    runs: Path, seeds: tuple[int, ...], milliseconds: dict[str, float]
) -> Table:
    """A row for each head: means over the seeds, and how far they spread."""
    rows = []
    for name in heads():
        found = [
            json.loads((folder_of(runs, name, seed) / MEASURED).read_text())
            for seed in seeds
        ]
        scores = [100 * one["mean_iou"] for one in found]
        rows.append(
            (
                name,
                f"{found[0]['parameters'] / 1e6:.2f} M",
                f"{found[0]['multiply_adds'] / 1e9:.2f} G",
                f"{milliseconds[name]:.0f}",
                f"{np.mean(scores):.1f}",
                f"{min(scores):.1f}-{max(scores):.1f}",
                f"{100 * found[0]['int8_drop']:.1f}",
            )
        )
    columns = words("head") + numbers(
        "parameters",
        "multiply-adds",
        "ms",
        "mIoU",
        "least-most",
        "int8 drop, points",
    )
    return Table(columns=columns, rows=tuple(rows))


if __name__ == "__main__":
    tyro.cli(main)
