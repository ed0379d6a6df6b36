"""Comparison with the source's own code, on one image, where it can run."""

from __future__ import annotations

import dataclasses
import importlib.util
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from deeplab_family.child_process import child_command
from deeplab_family.importers.network_source import NetworkSource
from deeplab_family.photographs import read_image
from deeplab_family.weights import WeightsError, receipt_of
from deeplab_family.weights.receipt import ATTRIBUTE
from deeplab_family.weights.sources.backbone_source import BackboneSource

if TYPE_CHECKING:
    import keras

LARGEST_DIFFERENCE = 1e-3
"""Share of the largest logit; rounding stays far below."""


@dataclasses.dataclass(frozen=True)
class Program:
    """Program that runs a project's networks.

    Attributes:
        module: of ours, run as a process of its own: arguments are a file of
            weights, one of the image (`.npy`) and one for the answer (`.npy`).
        packages: that it imports, by their names on the package index.
        pads_alike: whether it pads strided convolutions as ours do at every
            size; if not, images are cut to sides of 32 k + 1, where all do.
    """

    module: str
    packages: tuple[str, ...]
    pads_alike: bool = True


PROGRAMS = {
    "torchvision": Program(
        "deeplab_family.importers.torchvision_answer", ("torch", "torchvision")
    ),
    "keras-applications": Program(
        "deeplab_family.importers.keras_applications_answer",
        ("keras",),
        pads_alike=False,
    ),
}
"""By the word of the project; the others cannot be compared."""


def require_program(source: NetworkSource | BackboneSource) -> Program:
    """Program that runs a source's networks, if it can run here.

    Raises:
        WeightsError: if not; says what is missing.
    """
    if source.project not in PROGRAMS:
        raise WeightsError(
            f"--check is for {', '.join(PROGRAMS)}; the code behind "
            f"{source.project} cannot be run from here. Leave it out"
        )
    program = PROGRAMS[source.project]
    missing = [p for p in program.packages if not importlib.util.find_spec(p)]
    if missing:
        raise WeightsError(
            f"--check runs the source's own code, and {' and '.join(missing)} "
            f"cannot be imported: pip install {' '.join(missing)}. Or leave "
            "it out"
        )
    return program


def check_against_source(
    model: keras.Model, program: Program, path: Path, photograph: Path
) -> None:
    """Compares a model with the source's, and notes it in the receipt.

    Args:
        model: made of the file; a backbone is compared by its last map.
        program: runs the source's network.
        path: of the file of weights.
        photograph: the image, of any size.

    Raises:
        WeightsError: if the source fails, or answers something else.
    """
    image = read_image(photograph)
    if not program.pads_alike:
        height, width = ((side - 1) // 32 * 32 + 1 for side in image.shape[:2])
        image = image[:height, :width]
    theirs = _answer(program, path, image)
    ours = model(image[None].astype(np.float32), training=False)
    ours = np.asarray(ours["res5"] if isinstance(ours, dict) else ours)[0]
    note = comparison(ours, theirs, photograph.name)
    receipt = receipt_of(model)
    notes = (*receipt.notes, note)
    setattr(model, ATTRIBUTE, dataclasses.replace(receipt, notes=notes))


def comparison(ours: np.ndarray, theirs: np.ndarray, photograph: str) -> str:
    """A sentence on how far two answers are apart.

    Args:
        ours, theirs: `(height, width, channels)`.
        photograph: name of the image.

    Raises:
        WeightsError: if they differ by more than rounding.
    """
    if ours.shape != theirs.shape:
        raise WeightsError(
            f"on {photograph} the answer has the shape {ours.shape}, the "
            f"source's {theirs.shape}"
        )
    largest = np.abs(theirs).max()
    difference = np.abs(ours - theirs).max()
    text = (
        f"On {photograph} the largest difference to the source's own answer "
        f"is {difference:.2g}, of values up to {largest:.3g}"
    )
    # Not `>`, which NaN would pass.
    if not difference <= LARGEST_DIFFERENCE * largest:
        raise WeightsError(f"{text}: they are not the same network")
    return text


def _answer(program: Program, path: Path, image: np.ndarray) -> np.ndarray:
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder, "image.npy"), Path(folder, "answer.npy")
        np.save(given, image)
        words = [str(path), str(given), str(answer)]
        done = subprocess.run(
            child_command(module=program.module) + words,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            lines = done.stderr.strip().splitlines() or ["no reason given"]
            raise WeightsError(f"the source's own code failed: {lines[-1]}")
        return np.load(answer)
