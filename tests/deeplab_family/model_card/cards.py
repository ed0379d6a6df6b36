"""A model card with every fact, and a reader of its Markdown."""

import re
from html import unescape

import yaml

from deeplab_family.model_card.model_card import (
    ClassScores,
    ExportedFile,
    ModelCard,
    Score,
    StartingWeights,
)

FULL = ModelCard(
    name="photos",
    network="deeplabv3plus",
    backbone="resnet50",
    classes=("road", "traffic_light", "sky"),
    dataset="town",
    layout="folder",
    splits=(("train", 1200), ("val", 30)),
    recipe=(("loss", "ohem"), ("steps", "40 of 40")),
    recipe_file="recipe.json",
    weights=StartingWeights(source="ResNet, r.h5", licence="MIT"),
    eval_split="val",
    scores=(
        Score(
            name="mean IoU",
            value=0.625,
            interval=(0.5, 0.75),
            metric="mean_iou",
        ),
        Score(name="mean Dice", value=None),
    ),
    class_scores=ClassScores(
        columns=("IoU",), rows=(("0.5000",), ("0.7500",), ("absent",))
    ),
    judged_images=30,
    limits=("Trained on crops of 8 x 9 pixels.",),
    files=(ExportedFile(path="model.tflite", sha256="ab" * 32, facts="equal"),),
    model_file="best.keras",
    sha256="cd" * 32,
    versions={"keras": "3.14", "tensorflow": "2.21"},
    commands=("deeplab predict photos PHOTO.jpg",),
)


def front_matter(text: str) -> dict:
    """The YAML between the first two rules."""
    assert text.startswith("---\n")
    return yaml.safe_load(text[4 : text.index("\n---\n", 4)])


def rows(text: str, heading: str) -> dict[str, str]:
    """First and second cell of each row of the tables below a heading."""
    part = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    split = [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines]
    return {shown(line[0]): shown(line[1]) for line in split}


def shown(text: str) -> str:
    """What a reader sees of a line of Markdown."""
    return unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)).strip()
