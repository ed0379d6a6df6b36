"""Pictures of one split that nearly equal one of another split."""

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
    outlines = np.stack([_bits(s.image.outline) for s in marked])
    places = []
    for start in range(0, len(marked), AT_ONCE):
        block = outlines[start : start + AT_ONCE]
        # Differing bits: those of either less those of both, twice.
        sums = block.sum(1)[:, None] + outlines.sum(1)[None]
        distances = sums - 2 * block @ outlines.T
        for row, column in np.argwhere(distances <= CLOSE):
            _note(marked[start + row], marked[column], places)
    if not places:
        return []
    text = f"pictures that nearly equal one of another split: {len(places)}"
    return [Finding("near_leak", text, tuple(places))]


def _note(sample: SampleFacts, other: SampleFacts, places) -> None:
    later = sample.case.image_name > other.case.image_name
    shared = set(sample.case.splits) & set(other.case.splits)
    if later and not shared and sample.image.digest != other.image.digest:
        text = f"nearly the same picture as {other.case.image_name}"
        places.append(Place(sample.case.image_name, text))


def _is_marked(outline: bytes | None) -> bool:
    if outline is None:
        return False
    return LEAST_MARKED <= _bits(outline).sum() <= 256 - LEAST_MARKED


def _bits(outline: bytes) -> np.ndarray:
    return np.unpackbits(np.frombuffer(outline, np.uint8)).astype(np.float32)
