"""Graph rewrites that make a TFLite file faster, with equal answers."""

from pathlib import Path

from export.tflite.rewrites.atrous_regions import split_atrous_regions
from export.tflite.rewrites.broadcast_as_resize import broadcast_as_resize
from export.tflite.rewrites.cropped_atrous_padding import crop_atrous_padding
from export.tflite.rewrites.flat_normalization import flatten_normalization
from export.tflite.rewrites.integer_argmax import integer_argmax
from export.tflite.rewrites.scalar_normalization import scalar_normalization
from export.tflite.rewrites.squares_as_products import squares_as_products
from export.tflite.tflite_graph import TFLiteGraph

CHANGES = {
    "integer_argmax": integer_argmax,
    "squares_as_products": squares_as_products,
    "broadcast_as_resize": broadcast_as_resize,
    "scalar_normalization": scalar_normalization,
    "flatten_normalization": flatten_normalization,
    "crop_atrous_padding": crop_atrous_padding,
    "split_atrous_regions": split_atrous_regions,
}


def rewrite_graph(
    path: Path, changes: tuple[str, ...] = tuple(CHANGES)
) -> dict[str, int]:
    """Rewrite a TFLite file in place; its answers stay the same.

    Args:
        path: the `.tflite` file.
        changes: any keys of `CHANGES`; "crop_atrous_padding" is for CPUs.

    Returns:
        How often each change was made.
    """
    graph = TFLiteGraph(path)
    made = {name: CHANGES[name](graph) for name in changes}
    if any(made.values()):
        graph.write(path)
    return made
