"""Batch probe: the largest batch that fits, by trying.

Steps run in a child process, on batches of one image a device, two, four and
so on, until one does not fit: on a GPU its allocator says so, without a GPU
the memory that the steps took tells what the next one would take. A process of
its own leaves nothing behind, and may end as it likes.
"""

import json
import subprocess
import tempfile
from collections.abc import Callable

from deeplab_family.child_process import child_command
from deeplab_family.recipes import Recipe
from deeplab_family.recipes.recipe_tree import tree_of

WORKER = "deeplab_family.training.batch_worker"
FITS = "fits "


def largest_batch(
    recipe: Recipe,
    at_most: int,
    say: Callable[[str], None],
    command: list[str] | None = None,
) -> int:
    """The largest batch whose training steps fit into the memory.

    Call it before this process takes the devices.

    Args:
        recipe: what is to be trained, its number of classes known. Its
            network, crop, precision and optimizer count; all of the network
            is trained, also what the recipe freezes.
        at_most: int >= 1, the images there are to train on; no larger batch
            is tried.
        say: prints a line.
        command: starts the worker; None for the real one.

    Returns:
        A power of two times the number of devices.

    Raises:
        ValueError: if not even the smallest batch fits; gives the reason.
    """
    order = json.dumps({"recipe": tree_of(recipe), "at_most": at_most})
    found = None
    with tempfile.TemporaryFile("w+") as errors:
        with subprocess.Popen(
            command or child_command(module=WORKER),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as worker:
            worker.stdin.write(order)
            worker.stdin.close()
            for line in worker.stdout:
                if line.startswith(FITS):
                    found = int(line.removeprefix(FITS))
                    say(f"A batch of {found} fits.")
        errors.seek(0)
        lines = errors.read().split("\n")
    if found is None:
        raise ValueError(
            "--batch-size auto: no batch could be trained. Name a number, or "
            "choose a smaller --crop. The reason: "
            f"{next((x for x in reversed(lines) if x.strip()), 'none given')}"
        )
    return found
