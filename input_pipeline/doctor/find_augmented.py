"""Finding about augmented copies of a photograph in several splits.

Roboflow calls the copies that it makes `<name>.rf.<hash>.<ending>`.
"""

import re
from collections.abc import Mapping, Sequence

from input_pipeline.doctor.catalog import Finding, Place
from input_pipeline.sample import SamplePaths

_COPY = re.compile(r"(.+)\.rf\.[0-9A-Za-z]+")


def find_augmented(found: Mapping[str, Sequence[SamplePaths]]) -> list[Finding]:
    """Finds copies of one photograph that lie in different splits.

    Args:
        found: samples by split.
    """
    first: dict[str, str] = {}
    places = []
    for split, of_split in found.items():
        for sample in of_split:
            match = _COPY.fullmatch(sample.image_path.stem)
            if match is None:
                continue
            other = first.setdefault(match[1], split)
            if other != split:
                text = f"in {split!r}, and another copy in {other!r}"
                places.append(Place(sample.image_path.name, text))
    if not places:
        return []
    text = f"augmented copies of photographs of another split: {len(places)}"
    return [Finding("augmented_leak", text, tuple(places))]
