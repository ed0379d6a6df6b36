"""Memory worker: loads one exported file and runs one image.

Run as a script in a process of its own: `FILE HEIGHT WIDTH THREADS CHANNELS
DTYPE`. For a
TFLite file it imports neither TensorFlow nor this package, so that what it
measures is the file and its runtime.
"""

import resource
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

STATUS = Path("/proc/self/status")
KIB = 1024


def main(
    path: str, height: str, width: str, threads: str, channels: str, dtype: str
) -> int:
    """Print the bytes by which the largest resident memory exceeds the start.

    The start is the process with its runtime imported and nothing loaded.
    """
    image = np.zeros((1, int(height), int(width), int(channels)), dtype)
    load = runner_of(path)()
    forget_peak()
    start = resident("VmRSS")
    load(path, int(threads))(image)
    print(max(0, resident("VmHWM") - start))
    return 0


def runner_of(path: str) -> Callable:
    """Runner of a file, so that no other runtime's code is in the figure."""
    suffix = Path(path).suffix
    return {".tflite": tflite_runner, ".onnx": onnx_runner}.get(
        suffix, predictor_runner
    )


def tflite_runner() -> Callable:
    """Import LiteRT; return what loads a file and returns what runs it."""
    from ai_edge_litert.interpreter import Interpreter

    def load(path, threads):
        interpreter = Interpreter(path, num_threads=threads)
        details = interpreter.get_input_details()[0]

        def run(image):
            if tuple(details["shape"]) != image.shape:
                interpreter.resize_tensor_input(details["index"], image.shape)
            interpreter.allocate_tensors()
            value = image.astype(details["dtype"])
            interpreter.set_tensor(details["index"], value)
            interpreter.invoke()

        return run

    return load


def predictor_runner() -> Callable:
    """Import every engine; return what loads any model and runs it."""
    from deeplab_family.inference import load_predictor

    # The export has just written it.
    return lambda path, threads: (
        load_predictor(path, num_threads=threads, trust=True).raw
    )


def onnx_runner() -> Callable:
    """As `predictor_runner`, with an engine that is only there on request."""
    import onnxruntime  # noqa: F401

    return predictor_runner()


def forget_peak() -> None:
    """Let the kernel's record of the largest resident memory start anew."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return  # not Linux, or not allowed: imports then count as well


def resident(field: str) -> int:
    """Bytes; "VmRSS" is now, "VmHWM" the largest so far."""
    if not STATUS.exists():
        largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return largest * (1 if sys.platform == "darwin" else KIB)
    for line in STATUS.read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) * KIB
    raise OSError(f"{STATUS} has no field {field}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
