"""Findings about pictures that occur more than once."""

from collections.abc import Sequence
from itertools import combinations

from input_pipeline.doctor.facts import SampleFacts
from input_pipeline.doctor.finding import Finding, Place

SCORED = ("val", "test")


def judge_copies(facts: Sequence[SampleFacts]) -> list[Finding]:
    """Finds equal pixels in different files, and files in several splits."""
    groups: dict[bytes, dict[str, SampleFacts]] = {}
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


def _judge_pair(first: SampleFacts, copy: SampleFacts, found) -> None:
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


def _judge_overlap(facts: Sequence[SampleFacts]) -> list[Finding]:
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
            text = f"{len(shared)} images of {one} are in {two} too"
            places.append(Place(min(shared), text))
    if not places:
        return []
    text = f"pairs of splits that share some of their files: {len(places)}"
    return [Finding("split_overlap", text, tuple(places))]
