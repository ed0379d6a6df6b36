"""Findings about copies and near copies of pictures."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from input_pipeline.counted_nouns import counted_noun
from input_pipeline.doctor.catalog import (
    Finding,
    Place,
)
from input_pipeline.doctor.sample_ref import SampleStats

SCORED = ("val", "test")
CLOSE = 8
"""Of 256 spots; a picture saved again as JPEG differs in a few."""

LEAST_MARKED = 48
"""Flat pictures are alike by nature: they have fewer lighter spots."""

AT_ONCE = 256


def find_copies(facts: Sequence[SampleStats]) -> list[Finding]:
    """Finds equal pixels in different files, and files in several splits."""
    groups: dict[bytes, dict[str, SampleStats]] = {}
    for sample in facts:
        if sample.image.digest is not None:
            group = groups.setdefault(sample.image.digest, {})
            group.setdefault(sample.case.image_name, sample)
    found = {"leak": [], "duplicate": [], "duplicate_contradicts": []}
    for group in groups.values():
        first, *copies = group.values()
        for copy in copies:
            _judge_pair(first, copy, found)
    texts = {
        "leak": "pictures of one split that are in another one too: {}",
        "duplicate": "pictures that are copies of others in their split: {}",
        "duplicate_contradicts": "copies of pictures with other labels: {}",
    }
    findings = [
        Finding(code, texts[code].format(len(places)), tuple(places))
        for code, places in found.items()
        if places
    ]
    return findings + _judge_overlap(facts)


def _judge_pair(first: SampleStats, copy: SampleStats, found) -> None:
    same_split = set(first.case.splits) & set(copy.case.splits)
    text = f"the same picture as {first.case.image_name}"
    place = Place(copy.case.image_name, text)
    found["duplicate" if same_split else "leak"].append(place)
    digests = first.label.digest, copy.label.digest
    if None not in digests and digests[0] != digests[1]:
        text = f"differs from {first.case.label_name}"
        place = Place(copy.case.label_name, text)
        found["duplicate_contradicts"].append(place)


def _is_risky(one: str, two: str) -> bool:
    """Is one split for training by its name, and the other for scores?"""
    trained = [split.startswith("train") for split in (one, two)]
    scored = [split.startswith(SCORED) for split in (one, two)]
    return any(trained) and any(scored)


def _judge_overlap(facts: Sequence[SampleStats]) -> list[Finding]:
    """Images that are trained on and scored too.

    One split inside the other is meant so (trainval), and several splits for
    training may share what they like.
    """
    of_split: dict[str, set[str]] = {}
    for sample in facts:
        for split in sample.case.splits:
            of_split.setdefault(split, set()).add(sample.case.image_name)
    places = []
    for (one, its), (two, others) in combinations(of_split.items(), 2):
        shared = its & others
        nested = shared in (its, others)
        if shared and not nested and _is_risky(one, two):
            images = counted_noun(len(shared), "image")
            verb = "is" if len(shared) == 1 else "are"
            text = f"{images} of {one} {verb} in {two} too"
            places.append(Place(min(shared), text))
    if not places:
        return []
    text = f"pairs of splits that share some of their files: {len(places)}"
    return [Finding("split_overlap", text, tuple(places))]


def find_near_copies(facts: Sequence[SampleStats]) -> list[Finding]:
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


def _is_pair(one: SampleStats, other: SampleStats, largest: str) -> bool:
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
