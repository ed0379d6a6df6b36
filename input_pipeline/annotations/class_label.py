"""Names of classes as annotations have them."""


def class_label(value) -> str:
    """Checks the name of a class.

    Args:
        value: as the file has it.

    Raises:
        ValueError: if it is no text, empty, or holds characters that cannot
            be printed.
    """
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"a label of {value!r:.40}")
    if not value.isprintable():
        raise ValueError(f"the label {value!r:.40}, which cannot be printed")
    return value
