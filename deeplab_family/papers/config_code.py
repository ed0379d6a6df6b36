"""Config as the Python that makes it, without defaults."""

import dataclasses
from collections.abc import Iterator


def short_code(value) -> str:
    """A config without the fields that are as by default.

    Args:
        value: a config, or any value of its fields.

    Returns:
        One line of Python; evaluated, it equals `value`.
    """
    if not dataclasses.is_dataclass(value):
        return repr(value)
    arguments = (
        f"{field.name}={short_code(getattr(value, field.name))}"
        for field in dataclasses.fields(value)
        if getattr(value, field.name) != field.default
    )
    return f"{type(value).__name__}({', '.join(arguments)})"


def changed_code(value, base) -> str:
    """The fields of a config that another one has otherwise.

    Args:
        value: a config.
        base: one of the same type.

    Returns:
        Fields as arguments, those of parts by their path, such as
        "backbone.depth=50, head='cascade'"; "" for equal configs.
    """
    return ", ".join(_changes(value, base, ""))


def _changes(value, base, path: str) -> Iterator[str]:
    for field in dataclasses.fields(value):
        new, old = getattr(value, field.name), getattr(base, field.name)
        name = path + field.name
        if new == old:
            continue
        if type(new) is type(old) and dataclasses.is_dataclass(new):
            yield from _changes(new, old, f"{name}.")
        else:
            yield f"{name}={short_code(new)}"
