"""Exact changes that make a TFLite file run faster."""

from pathlib import Path

from export.mobile.flat_constants import flat_constants
from export.mobile.skip_padding import skip_padding
from export.mobile.spread_by_resize import spread_by_resize
from export.mobile.tflite_graph import TFLiteGraph


def faster_graph(path: Path) -> dict[str, int]:
    """Rewrite a TFLite file in place; its answers stay the same.

    Returns:
        How often each change was made.
    """
    graph = TFLiteGraph(path)
    made = {
        change.__name__: change(graph)
        for change in (spread_by_resize, flat_constants, skip_padding)
    }
    if any(made.values()):
        graph.write(path)
    return made
