import dataclasses
import json
import shutil

import pytest

from export import ExportError, export_model, verify_export
from tests.export.tiny_network import make_network


@pytest.fixture
def copy(exported, tmp_path):
    """An export of one's own, to be damaged."""
    return shutil.copytree(exported.folder, tmp_path / "copy")


def by_check(result):
    found = {}
    for finding in result.findings:
        found.setdefault(finding.check, []).append(finding)
    return found


def test_an_untouched_export_holds_without_model_and_data(exported):
    result = verify_export(exported.folder)
    assert result.failures == []
    checks = by_check(result)
    assert len(checks["checksum"]) == 1
    assert len(checks["stored answers"]) == 4
    assert "limits" not in checks


def test_a_damaged_file_is_named_and_not_run_the_others_are(copy):
    path = copy / "model_int8.tflite"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    result = verify_export(copy)
    assert result.failures == [
        "model_int8.tflite: was changed or damaged since the export"
    ]
    assert len(by_check(result)["stored answers"]) == 3


def test_a_lost_variable_is_named_within_its_folder(copy):
    [shard] = (copy / "serving").rglob("variables.data*")
    shard.unlink()
    result = verify_export(copy)
    [failure] = result.failures
    assert failure.startswith("serving/")
    assert failure.endswith("is missing")
    assert len(by_check(result)["stored answers"]) == 3


def test_damaged_references_leave_the_rest_to_be_checked(exported, copy):
    (copy / "proof" / "image_0.png").write_bytes(b"x")
    result = verify_export(copy)
    assert [f.partition(":")[0] for f in result.failures] == [
        "proof/image_0.png"
    ]
    assert "stored ones are damaged" in result.caption
    assert "stored answers" not in by_check(result)
    with pytest.raises(ExportError, match="no intact images"):
        verify_export(copy, model=exported.model)


def test_a_file_of_another_network_fails_even_with_its_checksum(
    exported, in_process, copy, tmp_path
):
    """Whoever changes the report too is caught by the answers."""
    other = make_network()
    for weight in other.trainable_weights:
        weight.assign(-weight)
    settings = dataclasses.replace(
        exported.settings, artifacts=("float32",), data=None
    )
    export_model(other, tmp_path / "other", settings)
    name = "model_float32.tflite"
    shutil.copy(tmp_path / "other" / name, copy / name)
    report = json.loads((copy / "export_report.json").read_text())
    other_report = json.loads(
        (tmp_path / "other" / "export_report.json").read_text()
    )
    report["files"][name] = other_report["files"][name]
    (copy / "export_report.json").write_text(json.dumps(report))
    [failure] = verify_export(copy).failures
    assert failure.startswith("model_float32.tflite: ")


def test_with_images_and_labels_the_limits_are_held_again(exported):
    result = verify_export(
        exported.folder,
        data=exported.settings.data,
        image_limit=3,
    )
    assert result.failures == []
    limits = by_check(result)["limits"]
    assert len(limits) == 4
    assert all("mean IoU" in finding.detail for finding in limits)
    assert result.caption == (
        "limits: 3 images of data (folder), split val, against the float32 "
        "artifact"
    )


def test_another_model_than_the_exported_one_is_seen(exported):
    assert verify_export(exported.folder, model=exported.model).failures == []
    other = make_network()
    for weight in other.trainable_weights:
        weight.assign(-weight)
    result = verify_export(exported.folder, model=other)
    assert len(result.failures) == 4
    assert result.caption == "limits: 4 images, against the Keras model"


def test_without_stored_images_the_files_are_still_checked(
    exported, in_process, tmp_path
):
    settings = dataclasses.replace(
        exported.settings, artifacts=("serving",), reference_images=0
    )
    export_model(exported.model, tmp_path / "out", settings)
    assert not (tmp_path / "out" / "proof").exists()
    result = verify_export(tmp_path / "out")
    assert result.failures == []
    assert "name a folder" in result.caption


def test_images_and_a_data_set_are_refused_together(exported):
    with pytest.raises(ExportError, match="not both"):
        verify_export(
            exported.folder,
            images=exported.pictures,
            data=exported.settings.data,
        )
