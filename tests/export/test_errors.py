from types import SimpleNamespace

from export.errors import ExportError, VerificationError


def test_refused_export_names_each_failure_and_keeps_the_report():
    report = SimpleNamespace(failures=("int8: 80 % equal", "float16: far off"))
    error = VerificationError(report)
    assert isinstance(error, ExportError) and isinstance(error, ValueError)
    assert error.report is report
    assert "limit or a budget" in str(error)
    assert "int8: 80 % equal. float16: far off" in str(error)
