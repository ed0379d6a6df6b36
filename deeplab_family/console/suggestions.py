"""Suggestions for mistyped names: did you mean?"""

import difflib
import itertools
import os
from collections.abc import Iterable
from pathlib import Path

LOOKED_AT = 2000
"""Entries of a folder among which a name is looked for."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known name that comes nearest, ready to stand behind a message.

    Args:
        word: what was typed.
        known: what could have been.

    Returns:
        `"; perhaps you meant 'evaluate'"`, or "" if nothing comes near.
    """
    return _said(_nearest(word, known))


def near_path(path: str | os.PathLike) -> str:
    """The path that may be meant by one that is not there.

    Its first part that is missing is compared with what lies beside it.

    Returns:
        As `did_you_mean`, with the whole path; "" if nothing comes near.
    """
    parts = [*reversed(Path(path).parents), Path(path)]
    missing = next((p for p in parts if not os.path.lexists(p)), None)
    if missing is None:
        return ""
    near = _nearest(missing.name, _names_in(missing.parent))
    if near is None:
        return ""
    meant = missing.parent / near / Path(path).relative_to(missing)
    return _said(str(meant if meant.exists() else missing.parent / near))


def _said(meant: str | None) -> str:
    return "" if meant is None else f"; perhaps you meant {meant!r}"


def _nearest(word: str, known: Iterable[str]) -> str | None:
    near = difflib.get_close_matches(word, list(known), 1, cutoff=0.6)
    return near[0] if near else None


def _names_in(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            some = itertools.islice(entries, LOOKED_AT)
            return sorted(entry.name for entry in some)
    except OSError:
        return []
