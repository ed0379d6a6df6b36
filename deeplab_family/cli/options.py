"""Command-line options from dataclasses: one field, one flag, its docstring.

The words MODEL and DATA are the same in every verb. They may be missing as
far as the parser knows, so that it looks at the flags first and `needed` asks
for them in one line.
"""

from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.run_folder import find_run

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
OptionalSecond = Annotated[
    str,
    tyro.conf.Positional,
    tyro.conf.arg(metavar="[MODEL]", help_behavior_hint=""),
]
"""Behind a MODEL: another one, or DATA."""
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


def output_in_run(
    output: Path | None, model: Path, name: str, example: str
) -> Path:
    """The folder for results: the one named, or one in the folder of the run.

    Args:
        output: value of `--output`.
        model: what was named as MODEL.
        name: of the folder within a run.
        example: a whole command that has `--output`.

    Raises:
        ValueError: if nothing is named and the model is no run.
    """
    run = find_run(model)
    if output is None and run is not None:
        return run.path / name
    return needed(output, "--output FOLDER", example)


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
