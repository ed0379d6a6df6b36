"""Flags of a config's fields, named by errors in place of the fields.

Configs say in Python what is wrong with `learning_rate`, or with
`train.schedule.learning_rate`. Who typed a flag reads of that flag.
"""

import collections
import contextlib
import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping

from deeplab_family.component_config import ComponentConfig

_FIELD = re.compile(r"`([\w.]+)`|(?<![\w./-])(\w+(?:\.\w+)+)")


def field_flags(config, prefix: str = "--") -> dict[str, str]:
    """The flag of each field of a config and of its parts.

    Args:
        config: a dataclass, such as a `Recipe`.
        prefix: of its flags, such as "--train.schedule.".

    Returns:
        Flags by the paths of their fields, and by a field's name alone where
        the config itself has it, or only one of its parts.
    """
    paths = dict(_paths(config, "", prefix))
    names = collections.Counter(path.rpartition(".")[2] for path in paths)
    alone = {
        path.rpartition(".")[2]: flag
        for path, flag in paths.items()
        if names[path.rpartition(".")[2]] == 1
    }
    return alone | paths


def with_flags(text: str, flags: Mapping[str, str]) -> str:
    """An error's text with flags in place of `fields` and their paths."""
    return _FIELD.sub(lambda m: flags.get(m[1] or m[2], m[0]), text)


@contextlib.contextmanager
def naming_flags(flags: Mapping[str, str]) -> Iterator[None]:
    """Errors about fields that leave this block name their flags.

    Args:
        flags: by the names of fields, see `field_flags`.
    """
    with rewritten_errors(lambda text: with_flags(text, flags)):
        yield


@contextlib.contextmanager
def rewritten_errors(change: Callable[[str], str]) -> Iterator[None]:
    """Errors of configs that leave this block have another text.

    Args:
        change: maps the text of an error to its new one.
    """
    try:
        yield
    except (ValueError, FloatingPointError) as error:
        # Errors of files and encodings have other arguments, and no fields.
        if len(error.args) == 1 and isinstance(error.args[0], str):
            error.args = (change(error.args[0]),)
        raise


def _paths(config, path: str, prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in _parts(config):
        flag = prefix + name.replace("_", "-")
        if dataclasses.is_dataclass(value) or _is_list_of_configs(value):
            if prefix != "--":
                is_flag = isinstance(value, ComponentConfig)  # of its kind
                yield path + name, flag if is_flag else f"{flag}.*"
            yield from _paths(value, f"{path}{name}.", f"{flag}.")
        else:
            yield path + name, flag


def _parts(config):
    if isinstance(config, tuple):
        return [(str(place), part) for place, part in enumerate(config)]
    fields = dataclasses.fields(config)
    return [(field.name, getattr(config, field.name)) for field in fields]


def _is_list_of_configs(value) -> bool:
    return isinstance(value, tuple) and any(
        map(dataclasses.is_dataclass, value)
    )
