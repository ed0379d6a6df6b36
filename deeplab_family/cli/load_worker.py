"""Load worker: the child process that asks one model, and tells how long.

    python -m deeplab_family.cli.load_worker CASE

CASE is a `LoadCase` as JSON, or "peak" for the matrix products alone. The
answer is a line of JSON on standard output.
"""

import base64
import io
import json
import os
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import numpy as np

from deeplab_family.cli.errors import guard
from deeplab_family.console.tf_startup import start_tensorflow
from deeplab_family.inference.memory_bound import peak_bytes
from deeplab_family.speed.load_case import ONNX, TFLITE, LoadCase

PERCENTILES = (50, 90, 99)
SIDE, PRODUCTS = 2048, 8
SERVED_SIZE = (360, 480)


def main(words: list[str]) -> int:
    """Measures one case; see above."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    # Libraries print what they like; that must not look like an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if words == ["peak"]:
        found = _matrix_peaks()
    else:
        found = _measured(LoadCase(**json.loads(words[0])))
    print(json.dumps(found), file=answers, flush=True)
    return 0


def under_load(
    ask: Callable[[], object], clients: int, seconds: float
) -> tuple[list[float], float]:
    """Lets several clients ask, each one request after the other.

    Args:
        ask: makes one request; called by several threads at a time.
        clients: int >= 1, how many.
        seconds: for how long; a request that has begun is ended.

    Returns:
        The seconds of each request, and those from the start to the last
        answer. Whatever `ask` raises is raised again.
    """
    times, errors = [], []
    begun = time.perf_counter()

    def client():
        try:
            while not errors and time.perf_counter() - begun < seconds:
                start = time.perf_counter()
                ask()
                times.append(time.perf_counter() - start)
        except BaseException as error:  # raised again below
            errors.append(error)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return times, time.perf_counter() - begun


def _measured(case: LoadCase) -> dict:
    ask, size = _server(case) if case.url else _model(case)
    for _ in range(2):  # the first compiles and allocates
        ask()
    times, total = under_load(ask, case.clients, case.seconds)
    ms = np.percentile(times, PERCENTILES) * 1e3
    return {
        "milliseconds": ms.tolist(),
        "requests": len(times),
        "images_per_second": len(times) * case.batch_size / total,
        "peak_bytes": None if case.url else peak_bytes(),
        "image_size": size,
    }


def _model(case: LoadCase):
    if case.kind not in (TFLITE, ONNX):
        start_tensorflow(opens_devices=False)
        import tensorflow as tf

        tf.config.threading.set_intra_op_parallelism_threads(case.threads)
    from deeplab_family.inference import load_predictor

    predictor = load_predictor(
        Path(case.path), num_threads=case.threads, trust=case.trust
    )
    size = predictor.input_size or case.image_size or SERVED_SIZE
    if case.image_size and tuple(case.image_size) != tuple(size):
        raise ValueError(
            f"{case.path} takes images of {size[0]} x {size[1]} only. Leave "
            "--image-size out"
        )
    shape = (case.batch_size, *size, predictor.pictures.channels)
    images = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    images = images.astype(predictor.pictures.dtype)
    return lambda: predictor.raw(images), size


def _server(case: LoadCase):
    """A request for the mask of a JPEG, as the bundle's clients make it."""
    from PIL import Image

    size = case.image_size or SERVED_SIZE
    coarse = np.random.default_rng(0).integers(0, 256, (9, 12, 3), np.uint8)
    content = io.BytesIO()
    Image.fromarray(coarse).resize(size[::-1]).save(content, "JPEG")
    encoded = base64.b64encode(content.getvalue()).decode()
    body = {
        "signature_name": "image_bytes",
        "instances": [{"image_bytes": {"b64": encoded}}],
    }
    request = urllib.request.Request(
        f"{case.url.rstrip('/')}:predict",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )

    def ask():
        with urllib.request.urlopen(request, timeout=60) as answer:
            json.load(answer)["predictions"]

    return ask, size


def _matrix_peaks() -> dict[str, float]:
    """GFLOP/s of large matrix products, by dtype: the best of eight."""
    start_tensorflow()
    import tensorflow as tf

    found = {}
    for dtype in ("float32", "bfloat16"):
        square = tf.cast(tf.random.uniform((SIDE, SIDE)), dtype)
        times = []
        for _ in range(PRODUCTS):
            start = time.perf_counter()
            tf.linalg.matmul(square, square)[0, 0].numpy()
            times.append(time.perf_counter() - start)
        found[dtype] = 2 * SIDE**3 / min(times) / 1e9
    return found


if __name__ == "__main__":
    sys.exit(guard(lambda: main(sys.argv[1:])))
