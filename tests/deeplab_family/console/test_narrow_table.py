import io

import numpy as np
import pytest
import rich.table

from deeplab_family.analysis.inspection import COLUMNS, LEAST_ASKED
from deeplab_family.cli.doctor_tables import print_report
from deeplab_family.console.tables import (
    Table,
    numbers,
    words,
)
from deeplab_family.console.terminal import Console
from deeplab_family.evaluation import Scores
from input_pipeline.doctor import examine
from tests.input_pipeline.doctor.healthy_folder import write_healthy

WIDTHS = (40, 60, 80)


def printed(show, width):
    text = io.StringIO()
    show(Console(file=text, width=width))
    lines = text.getvalue().splitlines()
    return lines, " ".join(text.getvalue().split())


def whole(lines, width):
    text = "\n".join(lines)
    return "\u2026" not in text and all(
        len(line) <= width for line in lines if "Too narrow" not in line
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_scores_are_whole_on_every_screen(width):
    confusion = np.zeros((5, 4), np.int64)
    confusion[:3, :3] = [[123456, 7, 9], [17, 654321, 9], [5, 5, 777777]]
    names = ("road", "an unusually long name of a class", "a_word_of_30_" * 3)
    scores = Scores(confusion, names, 12345)
    lines, text = printed(lambda c: c.print(scores.table()), width)
    assert whole(lines, width)
    for value in (*scores.class_iou, scores.mean_iou):
        assert f"{value:.4f}" in text


@pytest.mark.parametrize("width", WIDTHS)
def test_the_report_of_the_doctor_is_whole(width, tmp_path):
    report = examine(write_healthy(tmp_path / "photos"))
    lines, text = printed(lambda c: print_report(report, c), width)
    tables = [line for line in lines if "\u2502" in line]
    assert whole(tables, width)
    for counts in report.counts.values():
        for share in counts.shares[:3]:
            assert f"{100 * share:.3f}%" in text


@pytest.mark.parametrize("width", WIDTHS)
def test_parameters_and_costs_are_whole(width):
    row = ("16", "6 12 18 24 36", "2048", "26,090,496", "28,333.4")
    table = Table(
        columns=COLUMNS,
        rows=(("block3", *row, "whole image"),),
        least_asked=LEAST_ASKED,
        framed=False,
    )
    lines, text = printed(lambda c: c.print(table), width)
    assert whole(lines, width)
    assert "26,090,496" in text and "28,333.4" in text
    assert ("Too narrow for: channels" in text) == (width < 80)


def test_a_wide_screen_changes_nothing():
    usual = rich.table.Table("name", title="Title", title_justify="left")
    usual.add_column("two words", justify="right")
    usual.add_row("a", "1")
    table = Table(
        title="Title",
        columns=words("name") + numbers("two words"),
        rows=(("a", "1"),),
        least_asked=("two words",),
    )

    mine, _ = printed(lambda c: c.print(table), 80)
    expected, _ = printed(lambda c: c.print(usual), 80)
    assert mine == expected


def test_columns_go_in_the_order_asked_for_and_are_named():
    headings = ("first number", "second number", "third number")
    table = Table(
        columns=words("name") + numbers(*headings),
        rows=(("a" * 30, *("1234567890",) * 3),),
        least_asked=("second number", "first number", "third number"),
    )
    lines, text = printed(lambda c: c.print(table), 40)
    assert whole(lines, 40)
    assert text.count("1234567890") == 2
    assert text.endswith("Too narrow for: second number")
