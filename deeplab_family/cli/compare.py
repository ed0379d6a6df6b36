"""`deeplab compare MODEL...`: networks side by side."""

import contextlib
import dataclasses
import json
import statistics
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli.benchmark_process import BenchmarkProcess
from deeplab_family.cli.options import needed, parse
from deeplab_family.cli.outputs import check_outputs
from deeplab_family.cli.value_checks import require_least
from input_pipeline.atomic_files import write_atomic

NUMBERS = ("parameters, M", "multiply-adds, G", "time, ms", "memory, MB")
LEAST_ASKED = ("memory, MB", "parameters, M", "multiply-adds, G")


@dataclasses.dataclass(frozen=True)
class Options:
    """Measures networks on this machine: cost, time of an image, memory.

    Example: deeplab compare runs/photos voc_deeplabv3

    Each network has a process of its own. They run in turns, so that whatever
    else the machine does slows all of them alike. Memory is the most that the
    process ever held, TensorFlow itself included.

    Attributes:
        networks: recipes (see `deeplab recipes`), .keras files, or folders
            of runs, whose best networks are meant.
        image_size: height and width of the image, in pixels.
        num_classes: for recipes that leave the number to the data set.
        rounds: turns of each network; the median of all times is shown.
        json: file that gets the same numbers.
        overwrite: replace that file if it is there already.
    """

    networks: Annotated[
        tuple[str, ...],
        tyro.conf.Positional,
        tyro.conf.arg(metavar="MODEL...", help_behavior_hint=""),
    ] = ()
    image_size: tuple[int, int] = (513, 513)
    num_classes: int = 21
    rounds: int = 7
    json: Path | None = None
    overwrite: bool = False


def main(words: list[str]) -> int:
    """Runs the command; see `Options`."""
    options = parse(Options, "compare", words)
    _check(options)
    # TensorFlow stays out of this process: a child's peak memory starts at
    # what its parent held.
    results = _measure(options)
    _print(results, options.image_size)
    if options.json is not None:
        content = {"image_size": options.image_size, "networks": results}
        write_atomic(options.json, json.dumps(content, indent=2) + "\n")
    return 0


def interleaved_timing(networks: list, rounds: int) -> list[float]:
    """Lets all run in turns, in an order that rotates.

    Args:
        networks: each has a method `timed_runs() -> list[float]`, seconds.
        rounds: int >= 1, turns of each.

    Returns:
        The median seconds of each.
    """
    seconds = [[] for _ in networks]
    for number in range(rounds):
        for place in range(len(networks)):
            index = (number + place) % len(networks)
            seconds[index] += networks[index].timed_runs()
    return [statistics.median(times) for times in seconds]


def _check(options):
    needed(options.networks, "MODEL", "deeplab compare runs/photos")
    inputs = map(Path, options.networks)
    check_outputs([options.json], inputs, overwrite=options.overwrite)
    require_least(options, "rounds", "num_classes", "image_size")


def _measure(options) -> list[dict]:
    with contextlib.ExitStack() as stack:
        networks = [
            stack.enter_context(
                BenchmarkProcess(name, options.image_size, options.num_classes)
            )
            for name in options.networks
        ]
        medians = interleaved_timing(networks, options.rounds)
        return [
            {"network": one.name, "seconds": seconds, **one.finish()}
            for one, seconds in zip(networks, medians, strict=True)
        ]


def _print(results, image_size):
    from deeplab_family.console.tables import (
        Table,
        numbers,
        words,
    )
    from deeplab_family.console.terminal import Console

    table = Table(
        title=f"One image of {image_size[0]} x {image_size[1]}",
        columns=words("network") + numbers(*NUMBERS),
        rows=tuple(
            (
                row["network"],
                f"{row['parameters'] / 1e6:.2f}",
                f"{row['multiply_adds'] / 1e9:.2f}",
                f"{row['seconds'] * 1e3:.1f}",
                f"{row['peak_bytes'] / 1e6:,.0f}",
            )
            for row in results
        ),
        least_asked=LEAST_ASKED,
    )
    Console().print(table)
    before = statistics.median(row["start_bytes"] for row in results)
    print(
        "time: median, in turns; memory: peak of the process, of which "
        f"{before / 1e6:,.0f} MB before there was a network"
    )
