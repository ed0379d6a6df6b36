"""Reading of all samples, many at once, in bounded memory."""

import dataclasses
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.doctor.sample_ref import SampleRef, SampleStats
from input_pipeline.inspection.image import inspect_image, refuse_misnamed
from input_pipeline.inspection.label import inspect_label
from input_pipeline.inspection.stats import (
    ImageStats,
    LabelStats,
    Problem,
)

AHEAD = 4  # samples in flight for each worker


def read_samples(
    cases: Iterable[SampleRef],
    spec: DatasetSpec | None = None,
    progress: Callable[[int], None] | None = None,
) -> tuple[SampleStats, ...]:
    """Reads every file of every case once, on all processors.

    Args:
        cases: samples to look at; taken one by one as workers get free.
        spec: what labels may store. Defaults to None: nobody knows.
        progress: called with the number of samples that are done.

    Returns:
        What was seen, in the order of `cases`.
    """
    facts = []
    for seen in _in_parallel(cases, spec):
        facts.append(seen)
        if progress is not None:
            progress(len(facts))
    return tuple(facts)


def read_sample(
    case: SampleRef, spec: DatasetSpec | None = None
) -> SampleStats:
    """Reads the image and the label of one sample."""
    try:
        encoded = case.read_image()
        image = inspect_image(encoded, fingerprints=True)
        image = refuse_misnamed(image, case.image.suffix, encoded)
    except OSError as error:
        image = ImageStats(problem=_unread("image_unreadable", error))
    try:
        label = inspect_label(case.read_label(), spec, fingerprints=True)
    except OSError as error:
        label = LabelStats(problem=_unread("label_unreadable", error))
    return SampleStats(dataclasses.replace(case, content=None), image, label)


def _in_parallel(cases, spec) -> Iterator[SampleStats]:
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        running = deque()
        for case in cases:
            running.append(pool.submit(read_sample, case, spec))
            if len(running) >= AHEAD * workers:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def _unread(code: str, error: OSError) -> Problem:
    return Problem(code, f"cannot be read: {error.strerror or error}")
