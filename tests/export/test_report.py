import dataclasses
import json

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


def test_the_json_holds_what_was_measured(exported):
    content = json.loads((exported.folder / "export_report.json").read_text())
    assert content == json.loads(exported.report.to_json())
    assert content["image_size"] == [33, 49]
    assert content["images"] == content["calibration_images"] == 6
    assert {"tensorflow", "keras", "ai-edge-litert"} == set(content["versions"])
    int8 = content["verification"]["artifacts"][-1]
    assert int8["path"] == "model_int8.tflite"
    assert int8["operations"]["CONV_2D"] == 3
    assert int8["limit"]["equal_pixels"] == 0.9
    assert int8["failures"] == []


def test_the_page_and_the_table_show_every_artifact(exported):
    console = Console(width=80)
    with console.capture() as capture:
        console.print(failing(exported.report).table())
    page = (exported.folder / "export_report.md").read_text()
    for text in (capture.get(), page):
        for artifact in exported.report.verification.artifacts:
            assert artifact.path in text
        words = " ".join(text.split())
        assert "6 images of 33 x 49, int8 calibrated on 6" in words
    assert "FAILED" in capture.get()
    assert "FAILED" not in page
