"""Class names of two sides compared: same meaning of an id, or refused.

One rule for evaluation, export, verification and resuming: the names must be
equal and in the same order. Nothing is mapped silently. Names that merely count
("class_0", "class_1", ...) say nothing and are not compared.
"""

import logging
from collections.abc import Sequence

logger = logging.getLogger("deeplab_family")

SHOWN = 8


class ClassNamesError(ValueError):
    """Two sides disagree about the classes; says where, and what to do."""


def known_names(names: Sequence[str] | None) -> tuple[str, ...] | None:
    """The names, or None where they are missing or merely count.

    Args:
        names: one for each class, in the order of the ids.
    """
    names = tuple(names or ())
    numbered = tuple(f"class_{class_id}" for class_id in range(len(names)))
    return None if names == numbered else names


def require_same_names(
    ours: Sequence[str] | None,
    theirs: Sequence[str] | None,
    us: str = "the model",
    them: str = "the data",
) -> None:
    """Refuses class names that differ, also by their order.

    Where only one side has names, a line in the log says so. The number of
    classes is compared wherever both sides have one.

    Args:
        ours: names of one side, in the order of the ids; None for unknown.
        theirs: those of the other side.
        us: what to call one side.
        them: what to call the other.

    Raises:
        ClassNamesError: names the first class that differs.
    """
    if ours and theirs and len(ours) != len(theirs):
        raise ClassNamesError(
            f"{us} knows {len(ours)} classes ({shorten(ours)}), but {them} "
            f"has {len(theirs)} ({shorten(theirs)}). Take the data that it "
            "was trained for, or name all its classes in classes.txt"
        )
    known = known_names(ours), known_names(theirs)
    if None in known:
        if known != (None, None):
            unnamed = us if known[0] is None else them
            logger.warning(
                "%s does not name its classes: their order is not checked",
                unnamed,
            )
        return
    if known[0] != known[1]:
        raise ClassNamesError(_difference(*known, us, them))


def shorten(items: Sequence, most: int = SHOWN) -> str:
    """The first few items as text."""
    text = ", ".join(map(str, items[:most]))
    return text if len(items) <= most else f"{text}, ..."


def _difference(ours, theirs, us: str, them: str) -> str:
    pairs = enumerate(zip(ours, theirs, strict=True))
    place, (our, their) = next(p for p in pairs if p[1][0] != p[1][1])
    return (
        f"{us}'s class {place} is {our!r}, {them}'s is {their!r}: "
        f"{_advice(ours, theirs)}"
    )


def _advice(ours, theirs) -> str:
    if set(ours) == set(theirs):
        return (
            f"the same {len(ours)} names in another order, so every id would "
            "mean another class. List them in one order in classes.txt; "
            "labels that are stored in the other order get a label_map.json"
        )
    if list(map(_plain, ours)) == list(map(_plain, theirs)):
        return (
            "they differ only in letter case, spaces or hyphens. Write them "
            "alike in classes.txt, or set `model.class_names` and save"
        )
    return (
        "these are other classes. If only the words differ, rename them in "
        "classes.txt, or set `model.class_names` and save the model"
    )


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c not in " -_")
