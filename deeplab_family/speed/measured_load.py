"""Measured load: latency, throughput and memory of a load case."""

import dataclasses
import json
import subprocess

from deeplab_family.child_process import child_command, reason_of_child
from deeplab_family.speed.load_case import LoadCase

WORKER = "deeplab_family.cli.load_worker"
GRACE_S = 120
"""Seconds beyond those of the case, to import an engine and to load."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class MeasuredLoad:
    """Measured load of a case: latency, throughput and memory.

    Attributes:
        case: how the model was asked.
        milliseconds: of a request: median, 90th and 99th percentile.
        requests: how many that is of.
        images_per_second: of all clients together.
        peak_bytes: the most that the process held, engine included; None of
            a server.
        image_size: height and width of the images.
        error: one line that says why nothing was measured; "" otherwise.
    """

    case: LoadCase
    milliseconds: tuple[float, ...] = ()
    requests: int = 0
    images_per_second: float = 0.0
    peak_bytes: int | None = None
    image_size: tuple[int, int] | None = None
    error: str = ""


def measure(case: LoadCase) -> MeasuredLoad:
    """Measures a case in a process of its own, whose memory is then its own."""
    words = json.dumps(dataclasses.asdict(case))
    found, error = _ask(words, case.seconds + GRACE_S)
    if error:
        return MeasuredLoad(case=case, error=error)
    for name in ("milliseconds", "image_size"):
        found[name] = tuple(found[name])
    return MeasuredLoad(case=case, **found)


def matrix_peaks() -> dict[str, float]:
    """GFLOP/s that TensorFlow reaches here in a matrix product, by dtype.

    Empty where they could not be measured.
    """
    found, _ = _ask("peak", GRACE_S)
    return found


def _ask(word: str, seconds: float) -> tuple[dict, str]:
    """The worker's answer, or why there is none."""
    command = [*child_command(module=WORKER), word]
    try:
        child = subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            errors="backslashreplace",
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return {}, f"no answer within {seconds:.0f} seconds"
    if child.returncode or not child.stdout:
        return {}, reason_of_child(child.stderr)
    return json.loads(child.stdout.splitlines()[-1]), ""
