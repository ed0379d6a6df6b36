"""Pictures of one split that nearly equal one of another split."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from input_pipeline.doctor.facts import SampleFacts
from input_pipeline.doctor.finding import Finding, Place

CLOSE = 8
"""Of 256 spots; a picture saved again as JPEG differs in a few."""

LEAST_MARKED = 48
"""Flat pictures are alike by nature: they have fewer lighter spots."""

AT_ONCE = 256


def judge_near_copies(facts: Sequence[SampleFacts]) -> list[Finding]:
    """Compares the outlines of pictures between splits that share none."""
    marked = [s for s in facts if _is_marked(s.image.outline)]
    if not marked:
        return []
    # Two pictures of the largest split are never compared: it is the rows
    # that it is left out of.
    splits = Counter(split for s in marked for split in s.case.splits)
    largest = splits.most_common(1)[0][0]
    rows = [s for s in marked if largest not in s.case.splits]
    places = _compare(rows, marked, largest)
    if not places:
        return []
    count = len(places)
    text = f"pictures that nearly equal one of another split: {count}"
    return [Finding("near_leak", text, tuple(places))]


def _compare(rows, columns, largest: str) -> list[Place]:
    outlines = np.stack([_bits(s.image.outline) for s in columns])
    places = []
    for start in range(0, len(rows), AT_ONCE):
        block = np.stack(
            [_bits(s.image.outline) for s in rows[start : start + AT_ONCE]]
        )
        # Differing bits: those of either less those of both, twice.
        sums = block.sum(1)[:, None] + outlines.sum(1)[None]
        distances = sums - 2 * block @ outlines.T
        for row, column in np.argwhere(distances <= CLOSE):
            one, other = rows[start + row], columns[column]
            if _is_pair(one, other, largest):
                name = other.case.image_name
                text = f"nearly the same picture as {name}"
                places.append(Place(one.case.image_name, text))
    return places


def _is_pair(one: SampleFacts, other: SampleFacts, largest: str) -> bool:
    if one.image.digest == other.image.digest:
        return False  # equal ones are found elsewhere
    if set(one.case.splits) & set(other.case.splits):
        return False
    once = largest in other.case.splits
    return once or one.case.image_name > other.case.image_name


def _is_marked(outline: bytes | None) -> bool:
    if outline is None:
        return False
    return LEAST_MARKED <= _bits(outline).sum() <= 256 - LEAST_MARKED


def _bits(outline: bytes) -> np.ndarray:
    return np.unpackbits(np.frombuffer(outline, np.uint8)).astype(np.float32)
