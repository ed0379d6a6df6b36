"""Trained networks that the pictures show: the demo's, and heads."""

from pathlib import Path

from pictures.commands import run_deeplab

HEADS = {
    "deeplabv3": "DeepLabv3",
    "gcn": "GCN",
    "duc_hdc": "DUC + HDC",
    "galdnet": "GALD",
    "vortexnet": "Vortex pooling",
}
"""Name of a network on the command line: what a picture calls it."""

CROPS = {"galdnet": 225}
"""Pixels a side of the crops of a training, where 161 are too few."""

STEPS = 60
"""Of the training of each head, which shows where it looks, not how well."""

CURVES = (
    *("train", "synthetic_mobile", "--workdir", "curves"),
    *("--data.root", "streets", "--steps", "600"),
    *("--train.eval-every", "60"),
)
"""Words of a training that is judged ten times, in the demo's folder."""

GALD = (
    *("train", "streets", "--dataset", "synthetic", "--workdir", "gald"),
    *("--network", "galdnet", "--model.filters", "64"),
    *("--backbone", "mobilenet_v2", "--model.backbone.alpha", "0.5"),
    *("--train.weights", "run", "--train.freeze", "backbone"),
    *("--output-stride", "8", "--crop", "225", "--batch-size", "8"),
    *("--steps", "300", "--train.eval-every", "300"),
    *("--train.optimizer.clip-norm", "1"),
)
"""Words of the training of a small GALD head on the demo's network. Its masks
are an eighth of the map, which at stride 16 would be a single pixel."""


def train_missing(home: Path) -> None:
    """Trains what is not there yet, with the project's own commands.

    Args:
        home: folder of `deeplab demo`; "heads", "curves" and "gald" are made
            in it.
    """
    if not (home / "export" / "export_report.json").exists():
        run_deeplab("demo", "--workdir", home)
    streets = home / "streets"
    for name in HEADS:
        if not (head_run(home, name) / "training.html").exists():
            run_deeplab(
                *("train", streets, "--workdir", head_run(home, name)),
                *("--network", name, "--backbone", "efficientnet_lite0"),
                *("--steps", STEPS, "--batch-size", 8),
                *("--crop", CROPS.get(name, 161)),
                *("--train.eval-every", STEPS),
                *("--train.optimizer.clip-norm", 1),
            )
    for words in (CURVES, GALD):  # goes on, or has nothing left to do
        run_deeplab(*words, folder=home)


def head_run(home: Path, name: str) -> Path:
    """Folder of the training of one head."""
    return home / "heads" / name
