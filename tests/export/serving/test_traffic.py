import json

import numpy as np
import pytest
import tensorflow as tf

from export.serving.traffic import (
    SAMPLED_ROWS,
    Traffic,
    measure_traffic,
    traffic_section,
)
from tests.export.tiny_network import draw_images

IMAGE = draw_images(1, 8 * SAMPLED_ROWS, 50)[0]


@pytest.fixture(scope="module")
def traffic(bundle):
    loaded = tf.saved_model.load(str(bundle.version))
    entries = measure_traffic(loaded.signatures, IMAGE)
    return {entry.signature: entry for entry in entries}


def test_a_png_mask_is_the_smallest_answer(traffic):
    mask = traffic["image_bytes"]
    assert mask.answer_bytes < traffic["serving_default"].answer_bytes / 4
    assert mask.request_bytes < traffic["serving_default"].request_bytes
    probabilities = traffic["probabilities"]
    assert probabilities.answer_bytes > traffic["serving_default"].answer_bytes
    assert all(entry.latency_ms > 0 for entry in traffic.values())


def test_tensors_are_counted_in_full(traffic):
    pixels = IMAGE.shape[0] * IMAGE.shape[1]
    assert traffic["serving_default"].raw_answer_bytes == 2 * pixels
    assert traffic["probabilities"].raw_answer_bytes == (1 + 4 * 4) * pixels


def test_json_is_estimated_from_rows(served, traffic):
    answer = served.predict("probabilities", images=IMAGE[None])
    whole = sum(
        len(json.dumps(value[0].tolist(), separators=(",", ":")))
        for value in answer.values()
    )
    received = traffic["probabilities"].answer_bytes
    np.testing.assert_allclose(received, whole, rtol=0.1)


def test_the_section_has_a_row_for_each_signature():
    entry = Traffic(
        signature="x",
        request_bytes=1_500,
        answer_bytes=2_500_000,
        raw_answer_bytes=30,
        latency_ms=1.25,
    )
    section = traffic_section([entry], (7, 9))
    text, table = section.content
    assert table.rows == (("x", "1.5 kB", "2.5 MB", "0.0 kB", "1.2"),)
    assert section.data["traffic"][0]["answer_bytes"] == 2_500_000
    assert "7 x 9" in text
