"""Finding about class names that look like one name typed in two ways."""

import os
import re
from collections.abc import Sequence
from itertools import combinations

from input_pipeline.doctor.catalog import Finding, Place

_SEPARATORS = re.compile(r"[\s_\-.]+")
LONG = 5
"""Letters from which on one letter more, less or other is a likely slip;
"cat" and "car" are both words."""


def find_alike_classes(class_names: Sequence[str]) -> list[Finding]:
    """Finds names that differ by case, separators or one slip of the finger.

    Args:
        class_names: of a data set whose owner chose them.
    """
    pairs = [
        (one, other)
        for one, other in combinations(class_names, 2)
        if are_alike(one, other)
    ]
    if not pairs:
        return []
    places = tuple(Place(b, f"looks like {a!r}") for a, b in pairs)
    text = f"classes that may be one class typed in two ways: {len(pairs)}"
    return [Finding("classes_alike", text, places)]


def are_alike(one: str, other: str) -> bool:
    """Whether two names may be one, typed in two ways.

    Args:
        one: a name.
        other: another one.
    """
    a, b = (_SEPARATORS.sub("", name).casefold() for name in (one, other))
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 3:
        return False
    start = len(os.path.commonprefix([a, b]))
    rest, others = a[start:], b[start:]
    if rest[:2] == others[1::-1] and rest[2:] == others[2:]:
        return rest[:2].isalpha()  # two letters that changed places
    is_slip = rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]
    changed = (rest[:1] + others[:1]).isalpha()
    return is_slip and changed and min(len(a), len(b)) >= LONG
