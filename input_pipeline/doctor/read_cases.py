"""Looks at all samples, many at once, a bounded number in memory."""

import dataclasses
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from input_pipeline.doctor.case import Case
from input_pipeline.doctor.facts import (
    ImageFacts,
    LabelFacts,
    Problem,
    SampleFacts,
)
from input_pipeline.doctor.read_image import read_image
from input_pipeline.doctor.read_label import read_label

AHEAD = 4  # samples in flight for each worker


def read_cases(
    cases: Iterable[Case],
    colored: bool = False,
    progress: Callable[[int], None] | None = None,
) -> tuple[SampleFacts, ...]:
    """Reads every file of every case once, on all processors.

    Args:
        cases: samples to look at; taken one by one as workers get free.
        colored: are RGB masks what the data set defines? Defaults to False.
        progress: called with the number of samples that are done.

    Returns:
        What was seen, in the order of `cases`.
    """
    facts = []
    for seen in _in_parallel(cases, colored):
        facts.append(seen)
        if progress is not None:
            progress(len(facts))
    return tuple(facts)


def read_case(case: Case, colored: bool = False) -> SampleFacts:
    """Reads the image and the label of one sample."""
    try:
        image = read_image(case.read_image())
    except OSError as error:
        image = ImageFacts(problem=_unread("image_unreadable", error))
    try:
        label = read_label(case.read_label(), colored)
    except OSError as error:
        label = LabelFacts(problem=_unread("label_unreadable", error))
    return SampleFacts(dataclasses.replace(case, content=None), image, label)


def _in_parallel(cases, colored: bool) -> Iterator[SampleFacts]:
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        running = deque()
        for case in cases:
            running.append(pool.submit(read_case, case, colored))
            if len(running) >= AHEAD * workers:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def _unread(code: str, error: OSError) -> Problem:
    return Problem(code, f"cannot be read: {error.strerror or error}")
