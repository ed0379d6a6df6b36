"""Precision probe: what a training step takes in float32 and in bfloat16.

Some processors multiply bfloat16 twice as fast as float32 and many do not;
networks of separable convolutions hardly gain either way. So both are tried,
turn by turn, in a child process that leaves nothing behind.
"""

import json
import statistics
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from deeplab_family.child_process import child_command, reason_of_child
from deeplab_family.machine import processor_flags
from deeplab_family.recipes import Recipe
from deeplab_family.recipes.recipe_tree import tree_of

WORKER = "deeplab_family.training.precision_worker"
FLOAT32, BFLOAT16 = "float32", "mixed_bfloat16"
PRECISIONS = (FLOAT32, BFLOAT16)
INSTRUCTIONS = ("avx512_bf16", "amx_bf16", "bf16", "sve_bf16")
"""Of processors that multiply bfloat16, by the names that Linux gives them."""

WORTH = 0.9
"""Share of float32's time below which bfloat16 is taken: its rounding should
be paid for, and less is lost in how long steps differ."""
MOST_SECONDS = 600


@dataclass(frozen=True)
class PrecisionChoice:
    """The precision to train in.

    Attributes:
        precision: a Keras dtype policy, "float32" or "mixed_bfloat16".
        reason: one line that says what was measured, or why nothing was.
    """

    precision: str
    reason: str


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
    if not {*INSTRUCTIONS} & processor_flags():
        why = "this processor has no instructions for bfloat16"
        return PrecisionChoice(FLOAT32, why)
    try:
        times = (measure or step_times)(recipe)
    except ValueError as error:
        return PrecisionChoice(FLOAT32, f"the steps to try failed: {error}")
    return _choice(times)


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


def _choice(times: dict[str, Sequence[float]]) -> PrecisionChoice:
    pairs = zip(*(times[name] for name in PRECISIONS), strict=True)
    ratio = statistics.median(half / single for single, half in pairs)
    single, half = (statistics.median(times[name]) for name in PRECISIONS)
    steps = f"a step takes {half * 1e3:.0f} ms in bfloat16 and"
    reason = f"{steps} {single * 1e3:.0f} ms in float32 here"
    return PrecisionChoice(BFLOAT16 if ratio <= WORTH else FLOAT32, reason)
