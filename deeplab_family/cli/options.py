"""Command-line options from dataclasses: one field, one flag, its docstring.

The words MODEL and DATA are the same in every verb. They may be missing as
far as the parser knows, so that it looks at the flags first and `needed` asks
for them in one line.
"""

from pathlib import Path
from typing import Annotated

import tyro

Model = Annotated[
    Path | None,
    tyro.conf.Positional,
    tyro.conf.arg(metavar="MODEL", help_behavior_hint=""),
]
Data = Annotated[
    str,
    tyro.conf.Positional,
    tyro.conf.arg(metavar="DATA", help_behavior_hint=""),
]
OptionalData = Annotated[
    str,
    tyro.conf.Positional,
    tyro.conf.arg(metavar="[DATA]", help_behavior_hint=""),
]


def parse(options_class, verb: str, words: list[str], **defaults):
    """Reads the words behind a verb, before TensorFlow is imported.

    Args:
        options_class: a dataclass; its attribute docs become the help.
        verb: name shown in the help.
        words: what was typed behind it.
        **defaults: passed on to `tyro.cli`.

    Returns:
        An instance. `--help` and wrong flags end the process, as usual; near
        misses are answered with the flag that may be meant.
    """
    return tyro.cli(
        options_class,
        prog=f"deeplab {verb}",
        args=words,
        config=(tyro.conf.AvoidSubcommands,),
        **defaults,
    )


def needed(value, word: str, example: str):
    """A word without which the verb cannot work.

    Args:
        value: what was parsed.
        word: its name, such as "MODEL".
        example: a whole command that has it.

    Raises:
        ValueError: if it is missing.
    """
    if not value:
        raise ValueError(f"{word} is missing. For example: {example}")
    return value
