"""Flags in errors, spelled as they were typed: `--lr`, not its long name."""

import contextlib
import re
from collections.abc import Iterator, Sequence

from deeplab_family.cli.field_flags import rewritten_errors
from deeplab_family.cli.short_flags import SHORT, long_name

_FLAG = re.compile(r"(?<![\w-])--[a-z][\w.-]*\w")


@contextlib.contextmanager
def naming_typed_flags(words: Sequence[str]) -> Iterator[None]:
    """Errors that leave this block name flags as they were typed.

    Args:
        words: behind `deeplab train`.
    """
    with rewritten_errors(lambda text: as_typed(text, words)):
        yield


def as_typed(text: str, words: Sequence[str]) -> str:
    """A text with flags as they were typed; others keep their long names.

    Args:
        text: with flags under their long names.
        words: behind `deeplab train`; `--STAGE.lr` counts as `--lr`.
    """
    typed = {}
    for word in words:
        if word.startswith("--"):
            flag = word.partition("=")[0].replace("_", "-")
            of_stage = "--" + flag.removeprefix("--").partition(".")[2]
            if of_stage in SHORT or of_stage.count(".") > 0:
                typed.setdefault(long_name(of_stage), flag)
            typed[long_name(flag)] = flag
    return _FLAG.sub(lambda m: typed.get(m[0], m[0]), text)
