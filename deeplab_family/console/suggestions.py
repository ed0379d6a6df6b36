"""Suggestions for mistyped names: did you mean?"""

import difflib
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The known name that comes nearest, ready to stand behind a message.

    Args:
        word: what was typed.
        known: what could have been.

    Returns:
        `"; perhaps you meant 'evaluate'"`, or "" if nothing comes near.
    """
    near = difflib.get_close_matches(word, list(known), 1, cutoff=0.6)
    return f"; perhaps you meant {near[0]!r}" if near else ""
