"""Image size errors of a network, explained with sizes that it takes.

Engines tell which two tensors in the depth of the graph did not fit; people
need to know what to do with their image.
"""

import re
from collections.abc import Callable

import numpy as np

from deeplab_family.inference.prediction import ImageSizeError

Size = tuple[int, int]
MULTIPLES = (2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128)
ASSERTION = re.compile(r"assertion failed: \[(.+)\]")


def ask_or_explain(
    ask: Callable,
    images: np.ndarray,
    errors: tuple[type[Exception], ...],
    input_size: Size | None = None,
):
    """Answer of the network, or an error that tells which sizes it takes.

    Args:
        ask: runs the network on uint8 images `(batch, height, width, 3)`.
        images: what to ask.
        errors: what its engine raises about shapes.
        input_size: the only size that the network takes, or None.

    Raises:
        ImageSizeError: the network says itself what it refuses, or it fails at
            this size and is found to take others. Any other error of the
            engine passes.
    """
    try:
        return ask(images)
    except errors as error:
        said = ASSERTION.search(str(error))
        if said:
            raise ImageSizeError(said[1]) from error

        def takes(size):
            return _answers(ask, size, errors, images)

        advice = None
        if input_size is None:
            advice = explain_size(takes, tuple(images.shape[1:3]))
        if advice is None:
            raise
        raise ImageSizeError(advice) from error


def explain_size(takes: Callable[[Size], bool], size: Size) -> str | None:
    """A sentence on the sizes that a network takes.

    Args:
        takes: whether it answers for a (height, width).
        size: one that it may not take.

    Returns:
        None if it takes `size` after all, or nothing that was tried.
    """
    if takes(size):
        return None
    found = find_multiple(takes, lambda multiple: (5 * multiple, 7 * multiple))
    if found is None:
        return None
    multiple, (height, _) = found
    if multiple == 1:
        return _too_small(size, _smallest_side(takes, min(size), height))
    return _no_multiple(size, multiple)


def find_multiple(
    takes: Callable[[Size], bool], size_of: Callable[[int], Size]
) -> tuple[int, Size] | None:
    """Number that the sides of a network's images must be multiples of.

    Args:
        takes: whether it answers for a (height, width); it refuses some.
        size_of: the size to try for a multiple: odd times it, so that no
            larger multiple is met by chance.

    Returns:
        The multiple, 1 if images were merely too small, and the first size
        that the network takes; None if it takes none of those that were tried.
    """
    for multiple in MULTIPLES:
        height, width = size_of(multiple)
        if takes((height, width)):
            is_free = takes((height + 1, width + 1))
            return (1 if is_free else multiple), (height, width)
    return None


def _answers(ask, size, errors, images) -> bool:
    try:
        ask(np.zeros((1, *size, images.shape[-1]), images.dtype))
    except errors:
        return False
    return True


def _smallest_side(takes, refused, taken) -> int:
    """Between a side that is too short and one that is not."""
    while taken - refused > 1:
        middle = (refused + taken) // 2
        if takes((middle, middle)):
            taken = middle
        else:
            refused = middle
    return taken


def _too_small(size, side) -> str:
    return (
        f"the model cannot take images of {size[0]} x {size[1]} pixels: each "
        f"side needs at least {side}. Enlarge them"
    )


def _no_multiple(size, multiple) -> str:
    height, width = (-(-side // multiple) * multiple for side in size)
    return (
        f"the model cannot take images of {size[0]} x {size[1]} pixels: each "
        f"side must be a multiple of {multiple}, such as {height} x {width}. "
        "Resize or pad the images (evaluate: --pad-to; export: --image-size, "
        "--serving.warmup-size), "
        "or build the model with a fixed input, "
        f"`keras.Input(({height}, {width}, 3))`: images are then resized to "
        "it, and the answer back"
    )
