import dataclasses
import shutil

import pytest

from export import export_saved_model
from export.report.report import KeptVersion
from export.verify.served_versions import check_versions
from export.verify.written_report import read_report
from tests.export.tiny_network import make_network

FIRST, SECOND = "serving/segmenter/1/", "serving/segmenter/2/"


@pytest.fixture
def two(exported, tmp_path):
    """An export whose second version replaced the first."""
    folder = shutil.copytree(exported.folder, tmp_path / "out")
    shutil.copytree(folder / FIRST, folder / SECOND)
    report = read_report(folder)
    serving, *others = report.artifacts
    kept = KeptVersion(path=FIRST, limit=serving.limit, references="proof")
    report = dataclasses.replace(
        report,
        artifacts=(dataclasses.replace(serving, path=SECOND), *others),
        kept_versions=(kept,),
    )
    return folder, report


def test_a_kept_version_answers_as_it_did(two):
    (finding,) = check_versions(*two, [], False)
    assert (finding.path, finding.good) == (FIRST, True)
    assert "100.000% of the pixels as they were" in finding.detail


def test_another_network_in_its_place_is_found(two, tmp_path):
    network = make_network()
    for weight in network.trainable_weights:
        weight.assign(-weight)
    other = export_saved_model(network, tmp_path)
    shutil.rmtree(two[0] / FIRST)
    shutil.copytree(other / "1", two[0] / FIRST)
    (finding,) = check_versions(*two, [], False)
    assert (finding.path, finding.good) == (FIRST, False)


def test_a_damaged_version_is_named_and_not_run(two):
    broken = [f"{FIRST}saved_model.pb", "model_int8.tflite"]
    (two[0] / FIRST / "saved_model.pb").write_bytes(b"x")
    (finding,) = check_versions(*two, broken, False)
    assert (finding.path, finding.good) == (FIRST, False)
    assert finding.detail.endswith("not as they were: 1")


def test_a_version_that_nobody_exported_fails(two):
    (two[0] / "serving/segmenter/10").mkdir()
    shutil.copytree(two[0] / FIRST, two[0] / "serving/segmenter/9")
    findings = check_versions(*two, [], False)
    assert [(f.path[-3:-1], f.good) for f in findings] == [
        ("/1", True),
        ("/9", False),
        ("10", False),
    ]
    assert "not of this export" in findings[1].detail


def test_a_version_may_be_removed(two):
    shutil.rmtree(two[0] / FIRST)
    (finding,) = check_versions(*two, [], False)
    assert (finding.good, finding.detail) == (True, "was removed since")


def test_without_answers_it_is_loaded_all_the_same(two):
    (finding,) = check_versions(*two, ["proof/image_0.png"], False)
    assert finding.good and "no intact answers" in finding.detail
