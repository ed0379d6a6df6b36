import dataclasses

from export.report.table import COLUMNS, rows


def test_the_keras_model_comes_first_and_every_row_is_full(exported):
    lines = rows(exported.report)
    assert lines[0][0] == "Keras model"
    assert all(len(line) == len(COLUMNS) for line in lines)
    assert len(lines) == 5


def test_what_was_not_measured_stays_empty(exported):
    verification = exported.report.verification
    first = dataclasses.replace(
        verification.artifacts[0], largest_difference=None
    )
    verification = dataclasses.replace(verification, artifacts=(first,))
    report = dataclasses.replace(exported.report, verification=verification)
    assert rows(report)[1][COLUMNS.index("largest difference")] == ""
