"""Benchmark worker: the child process of `benchmark_process`."""

import json
import math
import os
import sys
import time
from collections.abc import Callable

from deeplab_family.cli.errors import guard
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.inference.memory_bound import peak_bytes

TURN_SECONDS = 0.5


def main(words: list[str]) -> int:
    """Builds the network, runs it once a line of standard input, reports.

    Each answer is a line of JSON: `{}` when ready; `{"seconds": [...]}` for
    each line; at the end of the input `parameters`, `multiply_adds`,
    `peak_bytes` and `start_bytes`, the peak before there was a network.

    Args:
        words: recipe or file, height, width, number of classes.
    """
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    # Libraries print what they like; that must not look like an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    name, height, width, num_classes = words[0], *map(int, words[1:])
    start_tensorflow()
    from deeplab_family.analysis import multiply_adds
    from deeplab_family.cli.networks import load_network

    start_bytes = peak_bytes()
    model = load_network(name, num_classes)
    serve(_runner(model, height, width), answers)
    facts = {
        "peak_bytes": peak_bytes(),
        "start_bytes": start_bytes,
        "parameters": _parameters(model),
        "multiply_adds": multiply_adds(model, height, width),
    }
    print(json.dumps(facts), file=answers, flush=True)
    return 0


def serve(run: Callable[[], object], answers) -> None:
    """Runs for a moment for each line of standard input, until it ends."""
    for _ in range(2):  # the first run compiles and allocates
        seconds = _time(run)
    repeats = max(1, round(TURN_SECONDS / max(seconds, 1e-6)))
    print("{}", file=answers, flush=True)
    for _ in sys.stdin:
        times = [_time(run) for _ in range(repeats)]
        print(json.dumps({"seconds": times}), file=answers, flush=True)


def _runner(model, height, width):
    import tensorflow as tf

    function = tf.function(model, autograph=False)
    images = tf.random.uniform((1, height, width, 3), maxval=255.0)
    # Reading one number waits for accelerators, which answer before they end.
    return lambda: function(images, training=False)[0, 0, 0, 0].numpy()


def _time(run):
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _parameters(model):
    return sum(math.prod(w.shape) for w in model.trainable_variables)


if __name__ == "__main__":
    sys.exit(guard(lambda: main(sys.argv[1:])))
