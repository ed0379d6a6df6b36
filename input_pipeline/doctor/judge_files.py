"""Findings about single files: those that cannot be used, or look unusual."""

from collections.abc import Sequence

from input_pipeline.doctor.catalog import CATALOG
from input_pipeline.doctor.facts import SampleFacts
from input_pipeline.doctor.finding import Finding, Place


def judge_files(facts: Sequence[SampleFacts]) -> list[Finding]:
    """Collects the problems of all files, one finding for each kind."""
    images, labels = {}, {}
    for sample in facts:
        case, image, label = sample.case, sample.image, sample.label
        _note(images, case.image_name, image.problem)
        _note(images, case.image_name, image.remark)
        _note(labels, case.label_name, label.problem)
    found = [
        Finding(code, _sentence(places, len(facts), kind), tuple(places))
        for by_code, kind in ((images, "images"), (labels, "labels"))
        for code, places in by_code.items()
    ]
    return sorted(found + _judge_sizes(facts), key=lambda f: _rank(f.code))


def _judge_sizes(facts: Sequence[SampleFacts]) -> list[Finding]:
    places = []
    for sample in facts:
        image, label = sample.image.size, sample.label.size
        if image and label and image != label:
            text = f"{_size(label)}, its image {_size(image)}"
            places.append(Place(sample.case.label_name, text))
    if not places:
        return []
    text = f"labels of another size than their image: {len(places)}"
    return [Finding("size_mismatch", text, tuple(places))]


def _note(by_code, name: str, problem) -> None:
    if problem is not None:
        place = Place(name, problem.found)
        by_code.setdefault(problem.code, []).append(place)


def _sentence(places, total: int, kind: str) -> str:
    texts = {place.found for place in places}
    same = f": {texts.pop()}" if len(texts) == 1 else ""
    return f"{len(places)} of {total} {kind}{same}"


def _size(size: tuple[int, int]) -> str:
    return f"{size[1]} x {size[0]}"


def _rank(code: str) -> int:
    return list(CATALOG).index(code)
