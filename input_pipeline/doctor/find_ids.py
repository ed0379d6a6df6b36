"""Findings about the values that labels store."""

from collections.abc import Sequence

from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.doctor.catalog import (
    Finding,
    Place,
)
from input_pipeline.doctor.sample_ref import SampleStats
from input_pipeline.inspection.stats import unknown_values
from input_pipeline.sample import IGNORE_LABEL

SHOWN = 8
_STREET_CLASSES, _LAST_STREET_ID = 19, 33
_OFTEN_SEEN = {7, 8, 11, 21, 23, 26}  # road ... car: in any Cityscapes set


def find_bad_ids(
    facts: Sequence[SampleStats], spec: DatasetSpec | None
) -> list[Finding]:
    """Compares the stored values with what the data set can hold.

    Values that are wrong in a way that is known get one finding that names
    it; all others are listed file by file.
    """
    labeled = [sample for sample in facts if sample.label.problem is None]
    if spec is not None and spec.label_colors is not None:
        return _judge_colors(labeled, spec)
    stored = {i for sample in labeled for i in sample.label.stored}
    known = _known_pattern(stored, spec)
    if known is not None:
        code, text = known
        places = tuple(
            Place(sample.case.label_name, f"ids {_list(sample.label.stored)}")
            for sample in labeled
        )
        return [Finding(code, text, places)]
    if spec is None:
        return _judge_gaps(stored)
    return _judge_range(labeled, spec)


def _known_pattern(stored, spec) -> tuple[str, str] | None:
    if spec is not None and spec.is_mapped:
        return None
    count = None if spec is None else spec.num_classes
    classes = sorted(stored - {IGNORE_LABEL})
    if stored == {0, IGNORE_LABEL} and count != 1:
        return "label_binary", (
            "the labels hold only 0 and 255, like black and white masks, "
            "and 255 means 'ignore' here"
        )
    if _like_cityscapes(stored):
        text = f"the ids {_list(stored)} are those of Cityscapes labelIds"
        if count == _STREET_CLASSES:
            return "cityscapes_ids", f"{text}, not trainIds"
        if count is None:
            return "cityscapes_ids_likely", text
    if classes and count is not None and classes[-1] == count:
        if IGNORE_LABEL not in stored:
            return "label_off_by_one", (
                f"the ids run from {classes[0]} to {count} with {count} "
                "classes, and none is 255: 0 seems to mean 'ignore'"
            )
    return None


def _like_cityscapes(stored: set[int]) -> bool:
    return _OFTEN_SEEN <= stored and max(stored) <= _LAST_STREET_ID


def _judge_range(labeled, spec: DatasetSpec) -> list[Finding]:
    places, wrong = [], set()
    for sample in labeled:
        here = unknown_values(sample.label, spec)
        if here:
            wrong.update(here)
            place = Place(sample.case.label_name, f"ids {_list(here)}")
            places.append(place)
    if not places:
        return []
    of = "that the label map does not list"
    if not spec.is_mapped:
        of = f"that {spec.num_classes} classes do not have"
    text = f"ids {of}: {_list(wrong)}, in labels: {len(places)}"
    return [Finding("label_ids", text, tuple(places))]


def _judge_gaps(stored: set[int]) -> list[Finding]:
    classes = stored - {IGNORE_LABEL}
    unused = set(range(max(classes, default=0))) - classes
    if not unused:
        return []
    text = (
        f"only {len(classes)} of the ids 0 to {max(classes)} are in use: "
        f"{_list(classes)}"
    )
    return [Finding("id_gaps", text)]


def _judge_colors(labeled, spec: DatasetSpec) -> list[Finding]:
    places = []
    for sample in labeled:
        wrong = unknown_values(sample.label, spec)
        if wrong:
            text = f"colors {_list(wrong)}"
            places.append(Place(sample.case.label_name, text))
    if not places:
        return []
    text = f"labels with colors that are not listed: {len(places)}"
    return [Finding("label_colors", text, tuple(places))]


def _list(values) -> str:
    words = [str(value) for value in sorted(values)]
    more = ", ..." if len(words) > SHOWN else ""
    return ", ".join(words[:SHOWN]) + more
