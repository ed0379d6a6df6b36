"""Background: the class that labelling tools do not draw."""

from collections.abc import Sequence

NAMES = ("background", "_background_", "__background__")


def background_id(class_names: Sequence[str]) -> int | None:
    """The id of the class that is called background; None without one.

    In the tools it is what no region covers, so it gets no regions itself.

    Args:
        class_names: in the order of their ids.
    """
    for class_id, name in enumerate(class_names):
        if name.strip().casefold() in NAMES:
            return class_id
    return None
