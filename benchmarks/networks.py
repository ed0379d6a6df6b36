"""Inference of every network that segments, as docs/networks names it.

python -m benchmarks.networks
"""

from pathlib import Path

import numpy as np
import tensorflow as tf
import tyro

from benchmarks.harness import Step, race
from benchmarks.report import report, write_json
from deeplab_family.models.model_config import ModelConfig
from deeplab_family.papers.abstract_build import cost
from deeplab_family.papers.network_table import networks
from deeplab_family.papers.row import Row


def main(size: int = 513, rounds: int = 5, json: Path | None = None) -> None:
    """Times one image through each network, logits at full size included.

    Args:
        size: height and width of the image, in pixels.
        rounds: turns of each network.
        json: file for the numbers, too.
    """
    steps = [contestant(row, size) for row in segmenting()]
    timings = race(steps, rounds, turn_seconds=0.5)
    title = f"Inference of all networks: 1 x {size} x {size}"
    print(report(title, timings, baseline=steps[0].name))
    if json is not None:
        write_json(json, title, timings, baseline=steps[0].name)


def segmenting() -> list[Row]:
    """Rows of the table without the detectors, which answer with boxes."""
    return [row for row in networks() if isinstance(row.config, ModelConfig)]


def contestant(row: Row, size: int) -> Step:
    """One network with fresh weights, traced, and a gray image."""
    model = row.config.build()
    run = tf.function(lambda images: model(images, training=False))
    image = tf.constant(np.full((1, size, size, 3), 127.0, "float32"))
    work = cost(row.config, size)
    note = (
        f"{work.parameters / 1e6:.1f} M parameters, "
        f"{work.multiply_adds / 1e9:.1f} G multiply-adds, output stride "
        f"{row.config.backbone.output_stride}"
    )
    return Step(row.name, lambda: run(image).numpy(), note)


if __name__ == "__main__":
    tyro.cli(main)
