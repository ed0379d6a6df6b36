import numpy as np
import pytest

from export.proof import memory_worker
from export.proof.memory_worker import (
    onnx_runner,
    predictor_runner,
    runner_of,
    tflite_runner,
)


def test_the_answer_is_how_far_the_peak_lies_above_the_start(
    monkeypatch, capsys
):
    sizes = {"VmRSS": 300, "VmHWM": 1000}
    monkeypatch.setattr(memory_worker, "forget_peak", lambda: None)
    monkeypatch.setattr(memory_worker, "resident", sizes.get)
    ran = []
    monkeypatch.setattr(
        memory_worker,
        "tflite_runner",
        lambda: (
            lambda path, threads: (
                lambda image: ran.append(
                    (path, threads, image.shape, image.dtype)
                )
            )
        ),
    )
    words = ("m.tflite", "33", "49", "2", "4", "float32")
    assert memory_worker.main(*words) == 0
    assert capsys.readouterr().out == "700\n"
    assert ran == [("m.tflite", 2, (1, 33, 49, 4), np.float32)]


def test_memory_that_is_taken_shows_in_the_peak():
    before = memory_worker.resident("VmHWM")
    block = np.ones(200_000_000, np.uint8)
    assert memory_worker.resident("VmHWM") >= memory_worker.resident("VmRSS")
    assert memory_worker.resident("VmRSS") > len(block)
    assert memory_worker.resident("VmHWM") >= before
    with pytest.raises(OSError, match="no field"):
        memory_worker.resident("VmNothing")


def test_the_engine_is_chosen_by_the_ending():
    assert runner_of("a/m.tflite") is tflite_runner
    assert runner_of("a/m.onnx") is onnx_runner
    assert runner_of("a/1") is predictor_runner


@pytest.mark.parametrize(
    ("runner", "kind"),
    [
        (tflite_runner, "int8"),
        (predictor_runner, "serving"),
    ],
)
def test_every_kind_of_artifact_runs(exported, runner, kind):
    [path] = [
        artifact.path
        for artifact in exported.report.verification.artifacts
        if artifact.name == kind
    ]
    run = runner()(str(exported.folder / path), 1)
    run(np.zeros((1, 33, 49, 3), np.uint8))
