import dataclasses
import math

from export import ARTIFACTS, Artifact, Budgets
from export.proof.measurement import judge


def artifact(name, path=None, **changes):
    values = {
        "name": name,
        "path": path or f"model_{name}.tflite",
        "size_bytes": 4_000_000,
        "latency_ms": 10.0,
        "largest_difference": 0.0,
        "mean_difference": 0.0,
        "equal_pixels": 1.0,
        "mean_iou": 0.5,
        "mean_iou_drop": 0.02,
        "limit": ARTIFACTS["int8"].limit,
    }
    return Artifact(**values | changes)


def reasons(artifacts, **budgets):
    judged = judge(artifacts, 100.0, Budgets(**budgets))
    return {a.name: " ".join(a.over_budget) for a in judged if a.over_budget}


FLOAT = artifact("float32", mean_iou_drop=0.0)
INT8 = artifact("int8", latency_ms=8.0, size_bytes=2_000_000)
FOLDER = artifact(
    "serving", "serving/model/1/", latency_ms=50.0, mean_iou_drop=0.0
)


def test_without_budgets_nothing_is_too_much():
    assert reasons([FLOAT, INT8, FOLDER]) == {}


def test_the_size_is_that_of_single_files():
    assert reasons([FLOAT, INT8, FOLDER], max_size_mb=3) == {
        "float32": "it has 4.00 MB, the budget is 3 MB"
    }


def test_the_time_is_compared_with_the_float32_file():
    assert reasons([FLOAT, INT8, FOLDER], max_latency_ratio=0.8) == {}
    assert reasons([FLOAT, INT8, FOLDER], max_latency_ratio=0.5) == {
        "int8": "it takes 0.80 times as long as the float32 file, "
        "the budget is 0.5 times"
    }


def test_without_a_float32_file_the_time_is_compared_with_keras():
    assert reasons([INT8], max_latency_ratio=0.08) == {}
    assert "the Keras model" in reasons([INT8], max_latency_ratio=0.07)["int8"]


def test_not_a_number_breaks_the_budget():
    broken = dataclasses.replace(INT8, latency_ms=math.nan)
    assert "int8" in reasons([FLOAT, broken], max_latency_ratio=50)
