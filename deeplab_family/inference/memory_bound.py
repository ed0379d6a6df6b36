"""Memory bound: the largest tile with which a process stays below it."""

import sys
from collections.abc import Callable
from pathlib import Path

from deeplab_family.inference.prediction import ImageSizeError

STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
KEPT = 0.9
"""Share of the bound that larger tiles are planned with, of which nothing is
measured yet; allocators need the rest."""
MORE = 1.05
"""Times what was measured is asked for: another process needs a bit more."""
FIRST = 64
"""Side of the square that is asked first; every tile is larger."""


def largest_side(
    ask: Callable[[int], None],
    max_memory: int,
    smallest: int,
    enough: int,
    bytes_per_row: int = 0,
) -> int:
    """Asks larger and larger tiles until the next one might be too large.

    Args:
        ask: asks the network for a square of so many pixels a side.
        max_memory: bytes that the process may hold at its peak.
        smallest: side of the first tile.
        enough: no larger side is of use.
        bytes_per_row: held beside the network, for each row of a tile.

    Returns:
        The side, `smallest` to `enough`.

    Raises:
        ImageSizeError: the first tile is too large already.
    """
    bound = KEPT * max_memory
    before = resident_bytes()
    if before > max_memory:
        raise _too_little(max_memory, before)
    first, constant = _constant_part(ask, before)
    side = smallest
    while True:
        peak = _peak_of(ask, side) + side * bytes_per_row
        if peak > max_memory and side == smallest:
            raise _too_little(max_memory, peak)
        per_pixel = max(peak - constant, 0) / (side**2 - first**2)
        more = max(bound - constant, 0) / max(per_pixel, 1)
        larger = min(side * 3 // 2, int((first**2 + more) ** 0.5), enough)
        larger -= (larger - smallest) % 64
        if larger <= side:
            return side
        side = larger


def _constant_part(ask, before) -> tuple[int, int]:
    """A small square's side, and the peak with it.

    Graphs, libraries and windows, which are padded to their size, need as
    much for any square; counted as if it grew with the pixels, this part would
    make tiles smaller than they could be.
    """
    try:
        return FIRST, _peak_of(ask, FIRST)
    except ImageSizeError:  # a network that takes larger images only
        return 0, before


def _peak_of(ask, side) -> int:
    _forget_peak()
    ask(side)
    return peak_bytes()


def _too_little(max_memory, needed) -> ImageSizeError:
    mebibytes = MORE * needed / 2**20
    return ImageSizeError(
        f"{max_memory / 2**20:,.0f} MiB of memory are too few: this network "
        f"needs about {mebibytes:,.0f} MiB for its smallest tile. Give it "
        "more (--max-memory), or ask fewer scales"
    )


def resident_bytes() -> int:
    """Resident bytes of this process; on macOS, the most it ever held."""
    return _status("VmRSS") or _largest_ever()


def peak_bytes() -> int:
    """The most that this process held since `_forget_peak`, or ever."""
    return _status("VmHWM") or _largest_ever()


def _forget_peak():
    """Linux begins to note the peak anew; elsewhere nothing happens."""
    try:
        FORGET.write_text("5")
    except OSError:
        return  # the peak of the whole process bounds that of the tile


def _status(name) -> int | None:
    try:
        lines = STATUS.read_text().splitlines()
    except OSError:
        return None
    kibibytes = next(
        (line.split()[1] for line in lines if line.startswith(name)), None
    )
    return None if kibibytes is None else 1024 * int(kibibytes)


def _largest_ever() -> int:
    try:
        import resource
    except ImportError as error:
        raise ImageSizeError(
            "a bound on memory cannot be kept on this system, which does not "
            "say how much a process holds. Leave --max-memory out"
        ) from error
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak
