import dataclasses

from export import Delegation
from export.report.table import (
    CELLS,
    class_drops,
    inputs_and_outputs,
    measurements,
    operations,
    summary,
)


def with_artifacts(report, *artifacts):
    verification = dataclasses.replace(report.verification, artifacts=artifacts)
    return dataclasses.replace(report, verification=verification)


def last(report, **changes):
    """A report on the int8 file alone, changed."""
    artifact = report.verification.artifacts[-1]
    return with_artifacts(report, dataclasses.replace(artifact, **changes))


def test_the_keras_model_comes_first_and_every_row_is_full(exported):
    for table in (summary(exported.report), measurements(exported.report)):
        assert table.rows[0][0] == "Keras model"
        assert len(table.rows) == 5
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_what_was_not_measured_stays_empty(exported):
    report = last(
        exported.report,
        largest_difference=None,
        mean_difference=None,
        peak_memory_bytes=None,
        mean_iou_drop=None,
        mean_iou_drop_interval=None,
    )
    row = dict(zip(CELLS, measurements(report).rows[1], strict=True))
    empty = [column for column, cell in row.items() if not cell]
    assert empty == [
        "memory, MB",
        "largest difference",
        "mean difference",
        "drop, points [95 %]",
    ]


def test_a_drop_is_shown_in_points_with_its_interval(exported):
    report = last(
        exported.report,
        mean_iou_drop=0.0125,
        mean_iou_drop_interval=(-0.00001, 0.03),
    )
    assert "1.25 [0.00, 3.00]" in measurements(report).rows[1]


def test_the_classes_have_names_or_numbers(exported):
    table = class_drops(exported.report)
    assert [row[0] for row in table.rows] == ["a", "b", "c", "d"]
    # Short, so that ten files still fit a screen.
    assert table.headings[2:] == ("serving", "float32", "float16", "int8")
    nameless = dataclasses.replace(exported.report, class_names=())
    assert class_drops(nameless).rows[2][0] == "2"


def test_without_labels_there_is_no_table_of_classes(exported):
    verification = dataclasses.replace(
        exported.report.verification, keras_class_iou=()
    )
    report = dataclasses.replace(exported.report, verification=verification)
    assert class_drops(report) is None


def test_the_operations_that_are_left_are_named(exported):
    delegation = Delegation(
        partitions=2, delegated=7, remaining={"ARG_MAX": 1, "CAST": 2}
    )
    report = last(exported.report, delegation=delegation, operations={"A": 10})
    [row] = operations(report).rows
    assert row[1:] == ("10", "7", "2", "1 ARG_MAX, 2 CAST")
    assert operations(last(exported.report, delegation=None)) is None


def test_less_work_with_a_slow_file_is_said(exported):
    assert "takes long" not in measurements(exported.report).caption
    assert "Limits (equal pixels" in measurements(exported.report).caption
    caption = measurements(
        last(exported.report, compared_images=3, timed_runs=1)
    ).caption
    assert (
        "model_int8.tflite takes long: compared on 3 of the images. "
        "model_int8.tflite: median of 1 runs." in caption
    )


def test_the_ends_of_a_file_have_a_row_each(exported):
    table = inputs_and_outputs(last(exported.report))
    rows = [dict(zip(table.headings, row, strict=True)) for row in table.rows]
    assert [row["name"] for row in rows] == ["images", "class_map", "logits"]
    assert (rows[0]["scale"], rows[0]["zero point"]) == ("1", "0")
    assert rows[1]["shape"] == "1 x 33 x 49"
    assert rows[1]["scale"] == rows[1]["zero point"] == ""
    assert float(rows[2]["scale"]) > 0
