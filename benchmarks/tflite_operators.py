"""Where the time of a phone file goes, by kind of operation.

    python -m benchmarks.tflite_operators

Each operation of a class-map file of `benchmarks.tflite` becomes a file of its
own and runs alone, on the tensors that the whole file hands it. Their sum is
not the whole file's time: alone, an operation has its input nearer at hand,
and a call of its own.
"""

import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np
import tyro
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from benchmarks.harness import Step, Timing, race
from benchmarks.report import machine
from benchmarks.tflite import benchmark_model, our_files
from deeplab_family.console.tables import Table, numbers, words
from export.tflite.tflite_file import operation_name
from export.tflite.tflite_graph import TFLiteGraph

CONVOLUTIONS = ("CONV_2D", "DEPTHWISE_CONV_2D")


def main(
    size: int = 513,
    kinds: tuple[str, ...] = ("float32", "int8"),
    threads: int = 2,
    rounds: int = 7,
) -> None:
    """Prints a table for each file, the dearest kind of operation first.

    Args:
        size: height and width of the image, in pixels.
        kinds: phone files, each with a class map as its answer.
        threads: of the interpreter.
        rounds: turns of each operation.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = our_files(benchmark_model(), size, kinds, Path(folder))
        for kind in kinds:
            whole, timings = operator_race(
                files[f"{kind}, class_map"], Path(folder), threads, rounds
            )
            print(f"## {kind}, {size} x {size}\n\n{machine()}\n")
            print(table(whole, timings).markdown(), "\n")


def operator_race(
    path: Path, folder: Path, threads: int, rounds: int
) -> tuple[Timing, list[Timing]]:
    """Times a file and each of its operations, in turns.

    Args:
        path: the TFLite file.
        folder: for the files of single operations.
        threads: of the interpreter.
        rounds: turns of each contestant.

    Returns:
        The whole file's timing, and one named by its kind for each operation
        that does work.
    """
    values = tensor_values(path)
    steps = [_step("whole", path, threads, values)]
    for number, operator in enumerate(TFLiteGraph(path).operators):
        alone = folder / f"operation_{number}.tflite"
        if not write_alone(path, number, alone):
            continue
        name = kind_of(TFLiteGraph(path), operator)
        steps.append(_step(name, alone, threads, values))
    whole, *timings = race(steps, rounds, 0.01, 0)
    return whole, timings


def tensor_values(path: Path) -> dict[int, np.ndarray]:
    """What the operations of a file read, for a drawn image."""
    interpreter = Interpreter(
        str(path),
        experimental_op_resolver_type=(
            OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
        ),
        experimental_preserve_all_tensors=True,
    )
    interpreter.allocate_tensors()
    details = interpreter.get_input_details()[0]
    image = np.random.default_rng(0).integers(0, 256, details["shape"])
    interpreter.set_tensor(details["index"], image.astype(details["dtype"]))
    interpreter.invoke()
    graph = TFLiteGraph(path)
    return {
        tensor: interpreter.get_tensor(tensor)
        for operator in graph.operators
        for tensor in _variables(graph, operator)
    }


def write_alone(path: Path, number: int, target: Path) -> bool:
    """Write a file of one operation; returns whether it has work to do.

    A DEQUANTIZE of constants has none: XNNPACK does it while loading.
    """
    graph = TFLiteGraph(path)
    operator = graph.operators[number]
    inputs = _variables(graph, operator)
    if not inputs:
        return False
    # With what unpacks its constants.
    graph.operators = [
        other
        for other in graph.operators
        if other is operator or not _variables(graph, other)
    ]
    graph.graph.inputs = np.array(inputs, np.int32)
    graph.graph.outputs = np.array(operator.outputs, np.int32)
    graph.model.signatureDefs = []
    graph.write(target)
    return True


def kind_of(graph: TFLiteGraph, operator) -> str:
    """What the table calls an operation; convolutions by their kernel."""
    name = operation_name(graph.model, operator)
    if name not in CONVOLUTIONS:
        return name
    height, width = graph.shape(operator.inputs[1])[1:3]
    rate = operator.builtinOptions.dilationHFactor
    return f"{name} {height} x {width}{', atrous' if rate > 1 else ''}"


def table(whole: Timing, timings: list[Timing]) -> Table:
    """Milliseconds of each kind, and its share of the sum."""
    spent, count = defaultdict(float), defaultdict(int)
    for timing in timings:
        spent[timing.name] += timing.median * 1e3
        count[timing.name] += 1
    total = sum(spent.values())
    rows = tuple(
        (kind, str(count[kind]), f"{ms:.2f}", f"{ms / total:.1%}")
        for kind, ms in sorted(spent.items(), key=lambda item: -item[1])
    )
    return Table(
        columns=(*words("operation"), *numbers("number", "ms", "share")),
        rows=rows,
        foot=(
            ("sum", str(len(timings)), f"{total:.2f}", "100.0%"),
            ("the whole file", "1", f"{whole.median * 1e3:.2f}", ""),
        ),
    )


def _step(name: str, path: Path, threads: int, values: dict) -> Step:
    interpreter = Interpreter(str(path), num_threads=threads)
    interpreter.allocate_tensors()
    for details in interpreter.get_input_details():
        interpreter.set_tensor(details["index"], values[details["index"]])
    return Step(name, interpreter.invoke)


def _variables(graph: TFLiteGraph, operator) -> list[int]:
    """The tensors that an operation reads, without constants."""
    return [
        int(tensor)
        for tensor in dict.fromkeys(operator.inputs)
        if tensor >= 0 and graph.constant(tensor) is None
    ]


if __name__ == "__main__":
    tyro.cli(main)
