"""Findings about single files: those that cannot be used, or look unusual."""

from collections.abc import Sequence

from input_pipeline.doctor.catalog import CATALOG
from input_pipeline.doctor.facts import SampleFacts
from input_pipeline.doctor.finding import Finding, Place
from input_pipeline.inspection.sample import sample_problems


def judge_files(facts: Sequence[SampleFacts]) -> list[Finding]:
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


def _other_size(sample: SampleFacts) -> list[Place]:
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
