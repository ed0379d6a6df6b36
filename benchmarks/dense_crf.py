"""Time of the dense CRF, against its authors' C++ where that is installed.

    python -m benchmarks.dense_crf
    python -m benchmarks.dense_crf --image PHOTOGRAPH

The peer is pydensecrf2, which comes as source for a C++ compiler.
"""

import importlib.util
from pathlib import Path

import cv2
import numpy as np
import tyro

from benchmarks.harness import Step, race
from benchmarks.report import goal_row, report
from deeplab_family.inference.dense_crf import (
    CRF_PRESETS,
    SMALLEST_PROBABILITY,
    DenseCRFConfig,
    appearance_kernel,
    dense_crf,
)
from deeplab_family.photographs import read_image
from input_pipeline.synthetic.street_scene import draw_scene

PEER = "pydensecrf2"
OURS = "this library"
GOAL = 1.0
COARSE = 33
"""Side of the map that the beliefs are enlarged from, as in a network."""


def main(
    image: Path | None = None,
    size: int = 512,
    classes: int = 21,
    presets: tuple[str, ...] = ("duc", "deeplab"),
    rounds: int = 3,
) -> None:
    """Prints a table for each preset.

    Args:
        image: a photograph; it is resized to a square. A drawn street if it
            is left out.
        size: side of the square in pixels.
        classes: number of classes.
        presets: names of parameters, keys of `CRF_PRESETS`.
        rounds: turns of each contestant.
    """
    pixels = _square(image, size)
    beliefs = draw_beliefs(pixels, classes)
    for name in presets:
        config = CRF_PRESETS[name]
        answer = dense_crf(beliefs, pixels, config)
        contestants = [
            Step(OURS, lambda c=config: dense_crf(beliefs, pixels, c)),
            Step(
                "its lattice alone",
                lambda c=config: appearance_kernel(
                    pixels, c.appearance_position, c.appearance_color
                ),
            ),
        ]
        if importlib.util.find_spec("pydensecrf"):
            theirs = peer_crf(beliefs, pixels, config)
            equal = (theirs.argmax(-1) == answer.argmax(-1)).mean()
            near = np.abs(theirs - answer).mean()
            note = f"{equal:.2%} of the pixels equal, {near:.4f} apart"
            contestants.append(
                Step(
                    PEER,
                    lambda c=config: peer_crf(beliefs, pixels, c),
                    note,
                )
            )
        timings = race(contestants, rounds, turn_seconds=0.1)
        title = f"Dense CRF, {name}: {size} x {size}, {classes} classes"
        print(report(title, timings, baseline=OURS))
        if len(contestants) == 3:
            print(goal_row(title, timings, OURS, PEER, GOAL))


def _square(path: Path | None, size: int) -> np.ndarray:
    """The photograph or a street, uint8 `(size, size, 3)`."""
    if path is None:
        return draw_scene((size, size), np.random.default_rng(0))[0]
    whole = read_image(path)
    return cv2.resize(whole, (size, size), interpolation=cv2.INTER_AREA)


def draw_beliefs(image: np.ndarray, classes: int) -> np.ndarray:
    """Probabilities of a network that sees colors coarsely."""
    rng = np.random.default_rng(0)
    small = cv2.resize(image, (COARSE, COARSE), interpolation=cv2.INTER_AREA)
    colors = small.reshape(-1, 3) / 255 - 0.5
    logits = 6 * colors @ rng.normal(size=(3, classes))
    logits += rng.normal(size=logits.shape)
    logits = logits.reshape(COARSE, COARSE, classes).astype(np.float32)
    size = image.shape[1], image.shape[0]
    large = [cv2.resize(logits[..., c], size) for c in range(classes)]
    beliefs = np.exp(np.stack(large, axis=-1))
    return beliefs / beliefs.sum(axis=-1, keepdims=True)


def peer_crf(beliefs, image, config: DenseCRFConfig) -> np.ndarray:
    """The same inference by the C++ of Krähenbühl and Koltun."""
    from pydensecrf.densecrf import DenseCRF2D

    height, width, classes = beliefs.shape
    crf = DenseCRF2D(width, height, classes)
    unary = -np.log(beliefs.clip(SMALLEST_PROBABILITY, 1))
    unary = unary.reshape(-1, classes).T
    crf.setUnaryEnergy(np.ascontiguousarray(unary, np.float32))
    crf.addPairwiseGaussian(
        sxy=config.smoothness_position, compat=config.smoothness_weight
    )
    crf.addPairwiseBilateral(
        sxy=config.appearance_position,
        srgb=config.appearance_color,
        rgbim=np.ascontiguousarray(image),
        compat=config.appearance_weight,
    )
    answer = np.array(crf.inference(config.steps))
    return answer.T.reshape(beliefs.shape)


if __name__ == "__main__":
    tyro.cli(main)
