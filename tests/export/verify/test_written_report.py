import json

import pytest

from export import ARTIFACTS, ExportError
from export.verify.written_report import read_report


def test_it_is_what_the_export_measured(exported):
    report = read_report(exported.folder)
    assert report.image_size == (33, 49)
    names = [artifact.name for artifact in report.artifacts]
    assert names == ["serving", "float32", "float16", "int8"]
    assert report.artifacts[-1].limit == ARTIFACTS["int8"].limit
    assert report.artifacts[0].path.startswith("serving/")
    assert set(report.files) >= {"model_int8.tflite", "classes.json"}
    assert "export_report.json" not in report.files


def test_a_folder_that_is_no_export_is_refused(tmp_path):
    with pytest.raises(ExportError, match="no export_report.json"):
        read_report(tmp_path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda report: report.update(schema_version=99), "version 99.*knows"),
        (lambda report: report.pop("schema_version"), "version None"),
        (lambda report: report.pop("files"), "damaged.*files"),
        (lambda report: report.update(verification=[]), "damaged"),
        (lambda report: report.update(image_size=[1]), "damaged"),
    ],
)
def test_a_report_of_another_kind_is_refused(exported, tmp_path, change, words):
    report = json.loads((exported.folder / "export_report.json").read_text())
    change(report)
    (tmp_path / "export_report.json").write_text(json.dumps(report))
    with pytest.raises(ExportError, match=words):
        read_report(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "\xff"])
def test_a_damaged_report_is_one_line(tmp_path, text):
    (tmp_path / "export_report.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(ExportError, match="damaged"):
        read_report(tmp_path)
