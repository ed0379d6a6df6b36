"""Precision probe: what a training step takes in float32 and in bfloat16.

The steps are taken in a child process that leaves nothing behind.
"""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from deeplab_family.child_process import child_command, reason_of_child
from deeplab_family.precision_choice import (
    NO_INSTRUCTIONS,
    PrecisionChoice,
    multiplies_bfloat16,
    quicker_precision,
)
from deeplab_family.recipes import Recipe
from deeplab_family.recipes.recipe_tree import tree_of

WORKER = "deeplab_family.training.precision_worker"
FLOAT32, BFLOAT16 = "float32", "mixed_bfloat16"
PRECISIONS = (FLOAT32, BFLOAT16)
"""Dtype policies of Keras."""
MOST_SECONDS = 600


def choose_precision(
    recipe: Recipe, measure: Callable | None = None
) -> PrecisionChoice:
    """Chooses by the time of steps on this machine.

    Call it before this process takes the devices.

    Args:
        recipe: what is to be trained, its number of classes known.
        measure: gives the seconds of steps in both; None for the worker.
    """
    if _has_gpu():
        why = "a GPU has float16 for speed: --train.precision mixed_float16"
        return PrecisionChoice(FLOAT32, why)
    if not multiplies_bfloat16():
        return PrecisionChoice(FLOAT32, NO_INSTRUCTIONS)
    try:
        times = (measure or step_times)(recipe)
    except ValueError as error:
        return PrecisionChoice(FLOAT32, f"the steps to try failed: {error}")
    return quicker_precision(times, "a step")


def step_times(recipe: Recipe) -> dict[str, list[float]]:
    """Seconds of training steps, by precision.

    Raises:
        ValueError: if no step could be taken; gives the reason.
    """
    try:
        child = subprocess.run(
            child_command(module=WORKER),
            input=json.dumps(tree_of(recipe)),
            capture_output=True,
            encoding="utf-8",
            errors="backslashreplace",
            timeout=MOST_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise ValueError(
            f"they took more than {MOST_SECONDS} seconds"
        ) from error
    if child.returncode or not child.stdout:
        raise ValueError(reason_of_child(child.stderr))
    return json.loads(child.stdout.splitlines()[-1])


def _has_gpu() -> bool:
    """Asked of the system: TensorFlow would take the devices."""
    return any(Path("/dev").glob("nvidia[0-9]*"))
