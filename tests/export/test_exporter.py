import dataclasses
import errno
import importlib
import json
import shutil

import keras
import pytest

from deeplab_family.inference import load_predictor
from export import (
    Budgets,
    ExportError,
    LabeledData,
    Limit,
    VerificationError,
    export_model,
    verify_export,
)
from export.artifacts import ARTIFACTS
from export.serving import ServingSettings
from input_pipeline import DataError
from tests.export.tiny_network import make_network

STRICT = Limit(largest_difference=0, equal_pixels=1, mean_iou_drop=0)

# The package exports a function of the same name as its module.
module = importlib.import_module("export.exporter")


@pytest.fixture
def quick(exported, in_process, monkeypatch):
    """A bundle that is copied, not written, and no child process."""

    def copy(job, names):
        served = job.stage / "serving" / "segmenter"
        written = exported.folder / "serving" / "segmenter" / "1"
        path = shutil.copytree(written, served / str(job.serving_version))
        return dict.fromkeys(names, path)

    bundle = dataclasses.replace(ARTIFACTS["serving"], write=copy)
    monkeypatch.setitem(ARTIFACTS, "serving", bundle)
    return dataclasses.replace(exported.settings, artifacts=("serving",))


def test_the_folder_holds_every_artifact_and_nothing_else(exported):
    names = sorted(path.name for path in exported.folder.iterdir())
    assert names == [
        "classes.json",
        "export_report.html",
        "export_report.json",
        "export_report.md",
        "model_card.json",
        "model_card.md",
        "model_float16.tflite",
        "model_float32.tflite",
        "model_int8.tflite",
        "proof",
        "serving",
    ]
    served = exported.folder / "serving" / "segmenter"
    assert [path.name for path in served.iterdir()] == ["1"]
    siblings = sorted(path.name for path in exported.folder.parent.iterdir())
    assert siblings == ["data", "out"]


def test_every_artifact_can_be_loaded_again(exported):
    for name in ("serving", "model_float32.tflite", "model_int8.tflite"):
        assert load_predictor(exported.folder / name).num_classes == 4
    classes = json.loads((exported.folder / "classes.json").read_text())
    assert classes["class_names"] == ["a", "b", "c", "d"]


def test_a_broken_limit_names_the_artifact_and_leaves_nothing(
    exported, quick, tmp_path
):
    settings = dataclasses.replace(
        quick,
        artifacts=("serving", "int8"),
        limits={"int8": STRICT},
    )
    with pytest.raises(VerificationError, match="model_int8.tflite") as error:
        export_model(exported.model, tmp_path / "out", settings)
    assert "serving" not in str(error.value)
    assert len(error.value.report.failures) == 1
    assert not list(tmp_path.iterdir())


STEPS = (
    "read_samples",
    "write_artifacts",
    "measure",
    "write_golden_outputs",
    "write_pages",
    "write_model_card",
    "write_json",
)


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_leaves_nothing(
    exported, quick, tmp_path, monkeypatch, step
):
    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, step, full)
    with pytest.raises(ExportError, match="out: the disk is full"):
        export_model(exported.model, tmp_path / "new" / "out", quick)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("step", STEPS)
def test_ctrl_c_leaves_the_earlier_export(
    exported, quick, tmp_path, monkeypatch, step
):
    output = tmp_path / "out"
    output.mkdir()
    (output / "export_report.json").write_text("earlier")

    def stop(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, step, stop)
    overwrite = dataclasses.replace(quick, overwrite=True)
    with pytest.raises(KeyboardInterrupt):
        export_model(exported.model, output, overwrite)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    [left] = output.iterdir()
    assert left.read_text() == "earlier"


def test_broken_budgets_name_the_artifact_and_leave_nothing(
    exported, quick, tmp_path
):
    settings = dataclasses.replace(
        quick,
        artifacts=("serving", "float16"),
        budgets=Budgets(max_size_mb=1e-4, max_latency_ratio=1e-6),
    )
    match = "model_float16.tflite: .* MB, the budget is 0.0001 MB; .* 1e-06"
    with pytest.raises(VerificationError, match=match) as error:
        export_model(exported.model, tmp_path / "out", settings)
    assert "serving/" not in str(error.value)
    assert not list(tmp_path.iterdir())


def test_a_model_that_ends_with_a_softmax_is_refused(exported, quick, tmp_path):
    softmax = keras.layers.Softmax()(exported.model.output)
    model = keras.Model(exported.model.input, softmax)
    with pytest.raises(ExportError, match="not logits"):
        export_model(model, tmp_path / "out", quick)
    assert not list(tmp_path.iterdir())


def test_an_existing_folder_is_refused_before_any_work(exported, tmp_path):
    settings = dataclasses.replace(exported.settings, calibration="nowhere")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("x")
    with pytest.raises(ExportError, match="is not an earlier export"):
        export_model(exported.model, tmp_path / "out", settings)


def test_an_earlier_export_is_replaced_only_on_demand_and_on_success(
    exported, quick, tmp_path
):
    output = tmp_path / "out"
    export_model(exported.model, output, quick, class_names=list("abcd"))
    overwrite = dataclasses.replace(quick, overwrite=True)
    failing = dataclasses.replace(
        overwrite,
        limits={"serving": STRICT},
        data=LabeledData(root=str(tmp_path / "nowhere")),
    )
    with pytest.raises(DataError, match="nowhere is not a folder"):
        export_model(exported.model, output, failing)
    assert (output / "classes.json").exists()
    export_model(exported.model, output, overwrite)
    assert not (output / "classes.json").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_wrong_number_of_class_names_is_refused(exported, quick, tmp_path):
    with pytest.raises(ExportError, match="4 classes"):
        export_model(exported.model, tmp_path / "out", quick, class_names=["a"])
    assert not list(tmp_path.iterdir())


def test_a_size_that_the_model_does_not_take_is_refused(quick, tmp_path):
    with pytest.raises(ExportError, match=r"only images of \(16, 16\)"):
        export_model(make_network(size=(16, 16)), tmp_path / "out", quick)


def test_versions_to_serve_count_up_and_stay(exported, quick, tmp_path):
    output = tmp_path / "out"
    versions = output / "serving" / "segmenter"
    export_model(exported.model, output, quick)
    first = (versions / "1" / "saved_model.pb").read_bytes()
    mounted = (output / "serving").stat().st_ino
    overwrite = dataclasses.replace(quick, overwrite=True)
    report = export_model(exported.model, output, overwrite)
    assert sorted(path.name for path in versions.iterdir()) == ["1", "2"]
    assert (versions / "1" / "saved_model.pb").read_bytes() == first
    assert (output / "serving").stat().st_ino == mounted
    [artifact] = report.verification.artifacts
    assert artifact.path.rstrip("/") == "serving/segmenter/2"
    result = verify_export(output)
    assert result.failures == []
    answered = {f.path for f in result.findings if f.check == "stored answers"}
    assert answered == {"serving/segmenter/1/", "serving/segmenter/2/"}
    failing = dataclasses.replace(overwrite, image_size=(34, 49))
    model = keras.models.clone_model(exported.model)
    failing = dataclasses.replace(failing, images="x", data=None)
    with pytest.raises(ExportError):
        export_model(model, output, failing)
    assert sorted(path.name for path in versions.iterdir()) == ["1", "2"]


def test_a_bundle_that_answers_otherwise_on_purpose_passes(
    exported, in_process, tmp_path
):
    serving = ServingSettings(scales=(0.5, 1.0), flip=True)
    settings = dataclasses.replace(
        exported.settings, artifacts=("serving",), serving=serving
    )
    report = export_model(exported.model, tmp_path / "out", settings)
    [artifact] = report.verification.artifacts
    assert artifact.largest_difference > 0.01
    assert report.failures == []


def test_the_report_says_what_a_request_costs(exported):
    text = (exported.folder / "export_report.md").read_text()
    assert "what a request costs" in text
    assert "| image_bytes |" in text
