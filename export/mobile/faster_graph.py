"""Exact changes that make a TFLite file run faster."""

from pathlib import Path

from export.mobile.flat_constants import flat_constants
from export.mobile.integer_argmax import integer_argmax
from export.mobile.integer_products import integer_products
from export.mobile.skip_padding import skip_padding
from export.mobile.spread_by_resize import spread_by_resize
from export.mobile.tflite_graph import TFLiteGraph

CHANGES = {
    "integer_argmax": integer_argmax,
    "integer_products": integer_products,
    "spread_by_resize": spread_by_resize,
    "flat_constants": flat_constants,
    "skip_padding": skip_padding,
}


def faster_graph(
    path: Path, changes: tuple[str, ...] = tuple(CHANGES)
) -> dict[str, int]:
    """Rewrite a TFLite file in place; its answers stay the same.

    Args:
        path: the `.tflite` file.
        changes: any keys of `CHANGES`; "skip_padding" is for CPUs.

    Returns:
        How often each change was made.
    """
    graph = TFLiteGraph(path)
    made = {name: CHANGES[name](graph) for name in changes}
    if any(made.values()):
        graph.write(path)
    return made
