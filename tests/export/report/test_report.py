import dataclasses

from rich.console import Console

from export import Limit


def failing(report):
    """The same report with a limit that the int8 file breaks."""
    *good, int8 = report.verification.artifacts
    strict = Limit(largest_difference=0, equal_pixels=1, mean_iou_drop=1)
    broken = dataclasses.replace(int8, limit=strict)
    verification = dataclasses.replace(
        report.verification, artifacts=(*good, broken)
    )
    return dataclasses.replace(report, verification=verification)


def test_a_failure_names_the_artifact_and_the_reason(exported):
    assert exported.report.failures == []
    [line] = failing(exported.report).failures
    assert line.startswith("model_int8.tflite: a probability differs by")


def test_the_table_shows_every_artifact(exported):
    console = Console(width=80)
    with console.capture() as capture:
        console.print(failing(exported.report).table())
    for artifact in exported.report.verification.artifacts:
        assert artifact.path in capture.get()
    words = " ".join(capture.get().split())
    assert "6 images" in words
    assert "of 33 x 49, int8 calibrated on 6" in words
    assert "FAILED" in words
