"""Command-line options from dataclasses: one field, one flag, its docstring.

The words MODEL and DATA are the same in every command. They may be missing as
far as the parser knows, so that it looks at the flags first and `needed` asks
for them in one line.
"""

import contextlib
import io
import sys
import typing
from pathlib import Path
from typing import Annotated

import tyro

from deeplab_family.cli.field_flags import field_flags, with_flags
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


def parse(options_class, command: str, words: list[str], **defaults):
    """Reads the words behind a command, before TensorFlow is imported.

    Args:
        options_class: a dataclass; its attribute docs become the help.
        command: name shown in the help.
        words: what was typed behind it.
        **defaults: passed on to `tyro.cli`.

    Returns:
        An instance. `--help` and wrong flags end the process, as usual; near
        misses are answered with the flag that may be meant.

    Raises:
        ValueError: a config refuses the value of a flag; names the flag.
    """
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            options = tyro.cli(
                options_class,
                prog=f"deeplab {command}",
                args=words,
                config=(tyro.conf.AvoidSubcommands,),
                **defaults,
            )
    except (SystemExit, ValueError) as stop:
        refusal = _refusal(stop)
        if refusal is None:
            sys.stderr.write(said.getvalue())
            raise
        place, error = refusal
        default = defaults.get("default") or options_class()
        error.args = (_naming_flag(str(error), place, default),)
        raise error from None
    sys.stderr.write(said.getvalue())
    return options


def _refusal(
    stop: SystemExit | ValueError,
) -> tuple[str, ValueError] | None:
    """Where in the options a config refused a value, and its error.

    None for all else that ends tyro, of which it tells itself.
    """
    if isinstance(stop, ValueError):
        return "", stop  # of a config whose flags have no prefix
    place, error = "", stop.__context__
    if isinstance(getattr(error, "arg", None), str):
        place, error = error.arg, error.__context__
    return (place, error) if isinstance(error, ValueError) else None


def _naming_flag(text: str, place: str, options) -> str:
    """The text of a config's error with flags in place of fields.

    Args:
        text: of the error.
        place: of the config in the options, such as "recipe.train.schedule".
        options: whose fields are of the same kinds.
    """
    hints = typing.get_type_hints(type(options), include_extras=True)
    nameless = [name for name in hints if _is_nameless(hints[name])]
    flags = field_flags(options)
    for name in nameless:
        flags |= field_flags(getattr(options, name))
    part, prefix = options, "--"
    for name in place.split(".") if place else ():
        if part is not options or name not in nameless:
            prefix += f"{name.replace('_', '-')}."
        part = part[int(name)] if name.isdigit() else getattr(part, name)
        flags |= field_flags(part, prefix)
    return with_flags(text, flags)


def _is_nameless(hint) -> bool:
    """Whether flags of a nested config do not begin with its name."""
    notes = getattr(hint, "__metadata__", ())
    return any(getattr(note, "name", None) == "" for note in notes)


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
    """A word without which the command cannot work.

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
