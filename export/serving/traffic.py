"""Traffic of each signature: bytes over REST and gRPC, and time."""

import base64
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

import numpy as np
import tensorflow as tf

from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from deeplab_family.inference.asked_pictures import rgb_of
from export.report.report import Section

RUNS = 5
# JSON of probabilities takes seconds to write; rows are much alike.
SAMPLED_ROWS = 8
COLUMNS = words("signature") + numbers(
    "REST request", "REST answer", "gRPC answer", "ms"
)


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """One request of one image.

    Args:
        signature: its name.
        request_bytes: of the JSON that carries the image.
        answer_bytes: of the JSON that comes back.
        raw_answer_bytes: of the answer's tensors, as gRPC sends them.
        latency_ms: median time in this process, without any network.
    """

    signature: str
    request_bytes: int
    answer_bytes: int
    raw_answer_bytes: int
    latency_ms: float


def measure_traffic(
    loaded: Mapping[str, Callable], image: np.ndarray
) -> list[Traffic]:
    """Ask each signature for one image.

    Args:
        loaded: the signatures of the SavedModel, by name.
        image: `(height, width, channels)` as the network takes it; sent as
            JPEG where files are taken.
    """
    content = tf.io.encode_jpeg(rgb_of(image)).numpy()
    pixels = {"images": tf.constant(image[None])}
    inputs = {
        "serving_default": pixels,
        "probabilities": pixels,
        "image_bytes": {"image_bytes": tf.constant([content])},
    }
    outputs, times = {}, {name: [] for name in inputs}
    # They take turns, so that a busy moment of the machine slows all.
    for _ in range(RUNS + 1):
        for name, given in inputs.items():
            if name not in loaded:
                continue
            start = time.perf_counter()
            answer = loaded[name](**given)
            outputs[name] = {k: v.numpy() for k, v in answer.items()}
            times[name].append(time.perf_counter() - start)
    encoded = {"b64": base64.b64encode(content).decode()}
    requests = dict.fromkeys(inputs, image.tolist())
    requests["image_bytes"] = encoded
    return [
        Traffic(
            signature=name,
            request_bytes=_json_bytes({"instances": [requests[name]]}),
            answer_bytes=sum(map(_answer_bytes, outputs[name].values())),
            raw_answer_bytes=sum(map(_raw_bytes, outputs[name].values())),
            latency_ms=1e3 * float(np.median(times[name][1:])),
        )
        for name in inputs
        if name in loaded
    ]


def traffic_section(
    traffic: list[Traffic], size: tuple[int, int], precision: str = "float32"
) -> Section:
    """The part of the report that shows it.

    Args:
        traffic: one entry for each signature.
        size: (height, width) of the image that was sent.
        precision: that the network computes in.
    """
    rows = tuple(
        (
            entry.signature,
            _readable(entry.request_bytes),
            _readable(entry.answer_bytes),
            _readable(entry.raw_answer_bytes),
            f"{entry.latency_ms:.1f}",
        )
        for entry in traffic
    )
    text = (
        f"One image of {size[0]} x {size[1]}, answered in this process, "
        f"computed in {precision}."
    )
    return Section(
        title="Serving: what a request costs",
        content=(text, Table(columns=COLUMNS, rows=rows)),
        data={
            "precision": precision,
            "traffic": [asdict(entry) for entry in traffic],
        },
    )


def _answer_bytes(output) -> int:
    if output.dtype == object:
        encoded = base64.b64encode(output[0]).decode()
        return _json_bytes({"predictions": [{"b64": encoded}]})
    rows = output[0]
    sample = rows[:: max(1, len(rows) // SAMPLED_ROWS)]
    return _json_bytes(sample.tolist()) * len(rows) // len(sample)


def _raw_bytes(output) -> int:
    if output.dtype == object:
        return sum(len(value) for value in output)
    return output.nbytes


def _json_bytes(content) -> int:
    return len(json.dumps(content, separators=(",", ":")))


def _readable(count: int) -> str:
    if count < 1e6:
        return f"{count / 1e3:.1f} kB"
    return f"{count / 1e6:.1f} MB"
