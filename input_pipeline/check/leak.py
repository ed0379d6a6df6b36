"""Leak check: pictures that are both trained on and scored."""

import hashlib
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

from input_pipeline.opened_data import OpenedData
from input_pipeline.sample import SamplePaths

logger = logging.getLogger("input_pipeline")

SHOWN = 3


def warn_of_leak(data: OpenedData) -> None:
    """Logs a warning if the two splits of a run share image files.

    It is no error: training on `trainval` is a choice, its score on `val` is
    none. Packed records and data sets that are mixed in are not compared.

    Args:
        data: what a run trains and evaluates on.

    Raises:
        DataError: if the data set cannot be opened.
    """
    config = data.config
    trained = data.split(config.train_split).samples
    scored = data.split(config.eval_split).samples
    shared = shared_images(trained, scored)
    if not shared:
        return
    more = ", ..." if len(shared) > SHOWN else ""
    logger.warning(
        "%d of %d images of %r are in %r too (%s%s): its scores will count "
        "what was learned by heart",
        len(shared),
        len(scored),
        config.eval_split,
        config.train_split,
        ", ".join(str(path) for path in shared[:SHOWN]),
        more,
    )


def shared_images(
    trained: Sequence[SamplePaths], scored: Sequence[SamplePaths]
) -> list[Path]:
    """Image files of `scored` whose bytes are those of one of `trained`.

    Only files whose length occurs on both sides are read.
    """
    sizes = [_by_size(samples) for samples in (trained, scored)]
    shared = []
    for size in sizes[0].keys() & sizes[1].keys():
        same = sizes[0][size] & sizes[1][size]
        known = {_digest(path) for path in sizes[0][size]}
        others = sizes[1][size] - same
        shared += same
        shared += [path for path in others if _digest(path) in known]
    return sorted(shared)


def _by_size(samples: Iterable[SamplePaths]) -> dict[int, set[Path]]:
    found: dict[int, set[Path]] = {}
    for sample in samples:
        path = sample.image_path
        if path.is_file():
            found.setdefault(path.stat().st_size, set()).add(path)
    return found


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
