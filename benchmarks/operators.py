"""Operators of an inference: milliseconds, and GFLOP/s of convolutions.

    python -m benchmarks.operators

DeepLabv3 on ResNet-50 at output stride 16, weights as constants, run in a
session that traces every operation; one at a time, each with all cores.
"""

import collections
import dataclasses
import math
import statistics
import time

import numpy as np
import tensorflow as tf
import tyro
from tensorflow.python.framework import convert_to_constants

from benchmarks.report import machine
from deeplab_family.backbones import ResNetConfig
from deeplab_family.console.tables import Table, numbers, words
from deeplab_family.models import DeepLabV3Config
from deeplab_family.speed.measured_load import matrix_peaks

FAMILIES = {
    "BatchNorm": "batch normalization",
    "Pad": "padding",
    "Concat": "concatenation",
    "Pool": "pooling",
    "Relu": "ReLU, addition",
    "Add": "ReLU, addition",
}


@dataclasses.dataclass(frozen=True)
class Operator:
    """One operation of the graph.

    Attributes:
        kind: the row of the table that it belongs to.
        multiply_adds: those that need computing: taps of a dilated kernel
            that lie beside the map do not.
    """

    kind: str
    multiply_adds: float = 0.0


def main(size: int = 513, rounds: int = 9) -> None:
    """Prints the table.

    Args:
        size: height and width of the image, in pixels.
        rounds: passes; the median of each operation counts.
    """
    backbone = ResNetConfig(depth=50, output_stride=16, multi_grid=(1, 2, 4))
    model = DeepLabV3Config(num_classes=21, backbone=backbone).build()
    spec = tf.TensorSpec((1, size, size, 3), tf.float32)
    run = tf.function(lambda images: model(images, training=False))
    frozen = convert_to_constants.convert_variables_to_constants_v2(
        run.get_concrete_function(spec)
    )
    image = np.full(spec.shape, 127.0, "float32")
    peak = matrix_peaks()["float32"]
    seconds, whole = profile(frozen, image, rounds)
    print(table(seconds, whole, peak, size))


def profile(
    frozen, image: np.ndarray, rounds: int
) -> tuple[list[tuple[Operator, float]], float]:
    """Runs a function of one image, and times what it is made of.

    Args:
        frozen: a concrete function without variables.
        image: float32 `(1, height, width, channels)`.
        rounds: passes.

    Returns:
        Every operation with its median seconds, and the median of a whole
        pass that is not traced.
    """
    config = tf.compat.v1.ConfigProto(inter_op_parallelism_threads=1)
    found, passes = collections.defaultdict(list), []
    operators = {}
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(frozen.graph.as_graph_def(), name="")
        feed = {frozen.inputs[0].name: image}
        output = frozen.outputs[0].name
        with tf.compat.v1.Session(graph=graph, config=config) as session:
            session.run(output, feed)
            for _ in range(rounds):
                begun = time.perf_counter()
                session.run(output, feed)
                passes.append(time.perf_counter() - begun)
                trace = _traced(session, output, feed)
                operators |= _operators(trace)
                for stats in _node_stats(trace):
                    nanos = stats.op_end_rel_nanos - stats.op_start_rel_nanos
                    found[stats.node_name].append(nanos / 1e9)
    return [
        (operators[name], statistics.median(times))
        for name, times in found.items()
    ], statistics.median(passes)


def _traced(session, output, feed):
    options = tf.compat.v1.RunOptions(
        trace_level=tf.compat.v1.RunOptions.FULL_TRACE,
        output_partition_graphs=True,
    )
    trace = tf.compat.v1.RunMetadata()
    session.run(output, feed, options=options, run_metadata=trace)
    return trace


def _node_stats(trace):
    for device in trace.step_stats.dev_stats:
        yield from device.node_stats


def _operators(trace) -> dict[str, Operator]:
    """By the names of the optimized graph."""
    nodes = {n.name: n for g in trace.partition_graphs for n in g.node}
    return {
        stats.node_name: _operator(nodes.get(stats.node_name), stats, nodes)
        for stats in _node_stats(trace)
    }


def _operator(node, stats, nodes) -> Operator:
    if node is None:  # of the session itself
        return Operator("rest")
    if "Conv2D" in node.op:
        return _convolution(node, stats, nodes)
    for part, family in FAMILIES.items():
        if part in node.op:
            return Operator(family)
    return Operator(node.op.removeprefix("_Mkl"))


def _convolution(node, stats, nodes) -> Operator:
    kernel = nodes[node.input[1].partition(":")[0]]
    while kernel.op != "Const":
        kernel = nodes[kernel.input[0].partition(":")[0]]
    shape = kernel.attr["value"].tensor.tensor_shape
    rows, columns, channels, filters = (d.size for d in shape.dim)
    described = stats.output[0].tensor_description.shape
    height, width = (d.size for d in described.dim[1:3])
    stride, rate = (node.attr[a].list.i[1] for a in ("strides", "dilations"))
    taps = rows * columns
    if node.attr["padding"].s == b"SAME" and stride == 1:
        taps = _inside(rows, rate, height) * _inside(columns, rate, width)
    kind = f"convolution {rows} x {columns}"
    kind += f", stride {stride}" * (stride > 1)
    kind += ", dilated" * (rate > 1)
    kind += f", to {height} x {width}"
    return Operator(kind, taps * height * width * channels * filters)


def _inside(size: int, rate: int, length: int) -> float:
    """Taps of a centered kernel that meet the map, on average over it."""
    offsets = (rate * (tap - size // 2) for tap in range(size))
    return sum(max(0, length - abs(offset)) for offset in offsets) / length


def table(
    seconds: list[tuple[Operator, float]], whole: float, peak: float, size: int
) -> str:
    """Rows by kind, the slowest first, and the limit.

    Args:
        seconds: of every operation.
        whole: seconds of a pass.
        peak: GFLOP/s of large matrix products here.
        size: height and width of the image.
    """
    total = sum(time for _, time in seconds)
    kinds = collections.defaultdict(list)
    for operator, time_of in seconds:
        kinds[operator.kind].append((operator.multiply_adds, time_of))
    rows = []
    for kind, entries in kinds.items():
        work, spent = map(math.fsum, zip(*entries, strict=True))
        speed = f"{2e-9 * work / spent:.0f}" if work else ""
        row = (kind, str(len(entries)), f"{work / 1e9:.2f}" if work else "")
        milliseconds = f"{spent * 1e3:.1f}"
        rows.append(
            (spent, (*row, milliseconds, f"{spent / total:.1%}", speed))
        )
    rows.sort(reverse=True)
    needed = sum(operator.multiply_adds for operator, _ in seconds)
    limit = 2e-9 * needed / peak
    shown = Table(
        columns=(
            *words("operation"),
            *numbers("count", "G multiply-adds", "ms", "share", "GFLOP/s"),
        ),
        rows=tuple(row for spent, row in rows if spent >= 1e-4),
    )
    return (
        f"{machine()}\n\n{shown.markdown()}\n\n1 x {size} x {size}: "
        f"{whole * 1e3:.0f} ms a pass, {total * 1e3:.0f} ms traced. "
        f"{needed / 1e9:.1f} G multiply-adds at {peak:.0f} GFLOP/s take "
        f"{limit * 1e3:.0f} ms, {limit / whole:.0%} of a pass."
    )


if __name__ == "__main__":
    tyro.cli(main)
