"""Config as the Python that makes it, without defaults."""

import dataclasses


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
