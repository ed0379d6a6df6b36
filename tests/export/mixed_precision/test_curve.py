from export.mixed_precision import (
    CurvePoint,
    Score,
)
from export.mixed_precision.curve import (
    COLUMNS,
    curve_table,
)


def point(**changes):
    facts = {
        "kept": ("a", "b"),
        "size_bytes": 2_500_000,
        "latency_ms": 12.34,
        "score": Score(0.99, 0.51, 0.004),
        "limit_usage": 0.4,
        "chosen": False,
    }
    return CurvePoint(**{**facts, **changes})


def test_a_row_is_read_in_the_units_of_its_columns():
    expected = ("2", "2.50", "12.3", "99.000%", "0.5100", "+0.40")
    assert point().row() == expected
    assert len(COLUMNS) == len(expected)


def test_the_written_file_is_marked():
    assert point(chosen=True).row()[0] == "2 (written)"


def test_without_labels_cells_stay_empty():
    assert point(score=Score(0.99)).row()[-2:] == ("", "")


def test_a_table_has_a_row_for_each_point():
    table = curve_table([point(), point(chosen=True)])
    assert table.columns == COLUMNS
    assert [row[0] for row in table.rows] == ["2", "2 (written)"]
