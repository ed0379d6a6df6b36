"""Trained networks that the pictures show: the demo's, and heads."""

import subprocess
from pathlib import Path

from deeplab_family.child_process import child_command

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


def train_missing(home: Path) -> None:
    """Trains what is not there yet, with the project's own commands.

    Args:
        home: folder of `deeplab demo`; "heads" is made in it. About six
            minutes on two cores for the demo, and seven for the heads.
    """
    if not (home / "export" / "export_report.json").exists():
        _run("demo", "--workdir", home)
    streets = home / "streets"
    for name in HEADS:
        if not (head_run(home, name) / "training.html").exists():
            _run(
                *("train", streets, "--workdir", head_run(home, name)),
                *("--network", name, "--backbone", "efficientnet_lite0"),
                *("--steps", STEPS, "--batch-size", 8),
                *("--crop", CROPS.get(name, 161)),
                *("--train.eval-every", STEPS),
                *("--train.optimizer.clip-norm", 1),
            )


def head_run(home: Path, name: str) -> Path:
    """Folder of the training of one head."""
    return home / "heads" / name


def _run(*words) -> None:
    command = child_command(module="deeplab_family.cli.main")
    subprocess.run([*command, *map(str, words)], check=True)
