"""Findings about unusable or unusual files, and missing splits."""

from collections.abc import Sequence

from input_pipeline.doctor.catalog import (
    CATALOG,
    Finding,
    Place,
)
from input_pipeline.doctor.sample_ref import SampleStats
from input_pipeline.inspection.sample import sample_problems

NEEDED = ("train", "val")
# They come without one; their recipes name another.
_WITHOUT = {"kitti_road": ("val",)}


def find_bad_files(facts: Sequence[SampleStats]) -> list[Finding]:
    """Collects the problems of all files, one finding for each kind."""
    images, labels, sizes = {}, {}, []
    for sample in facts:
        case, image, label = sample.case, sample.image, sample.label
        _note(images, case.image_name, image.problem)
        _note(images, case.image_name, image.remark)
        _note(labels, case.label_name, label.problem)
        sizes += _other_size(sample)
    found = [
        Finding(code, _sentence(places, len(facts), kind), tuple(places))
        for by_code, kind in ((images, "images"), (labels, "labels"))
        for code, places in by_code.items()
    ]
    if sizes:
        text = f"labels of another size than their image: {len(sizes)}"
        found.append(Finding("size_mismatch", text, tuple(sizes)))
    return sorted(found, key=lambda finding: _rank(finding.code))


def _other_size(sample: SampleStats) -> list[Place]:
    return [
        Place(sample.case.label_name, problem.found)
        for problem in sample_problems(sample.image, sample.label, None)
        if problem.code == "size_mismatch"
    ]


def _note(by_code, name: str, problem) -> None:
    if problem is not None:
        place = Place(name, problem.found)
        by_code.setdefault(problem.code, []).append(place)


def _sentence(places, total: int, kind: str) -> str:
    texts = {place.found for place in places}
    same = f": {texts.pop()}" if len(texts) == 1 else ""
    return f"{len(places)} of {total} {kind}{same}"


def _rank(code: str) -> int:
    return list(CATALOG).index(code)


def find_missing_splits(
    dataset: str, splits: Sequence[str], findings: Sequence[Finding]
) -> list[Finding]:
    """Looks for the splits that training uses by default.

    Args:
        dataset: name of the layout.
        splits: all that were found.
        findings: what is known to be wrong with the tree; a split that is
            named there is not named again.
    """
    if not splits:
        return []
    named = {place.file for finding in findings for place in finding.places}
    known = {*splits, *named, *_WITHOUT.get(dataset, ())}
    missing = [split for split in NEEDED if split not in known]
    if not missing:
        return []
    text = (
        f"no split {' and no split '.join(map(repr, missing))}; found: "
        f"{', '.join(splits)}"
    )
    places = tuple(Place(split, "missing") for split in missing)
    return [Finding("split_missing", text, places)]
