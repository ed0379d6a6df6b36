import io

import numpy as np
import pytest
from rich import box
from rich.table import Table

from deeplab_family.cli.doctor_tables import print_report
from deeplab_family.cli.inspect import LEAST_ASKED
from deeplab_family.evaluation import Scores
from deeplab_family.narrow_table import print_table
from deeplab_family.terminal import Console
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
    lines, text = printed(
        lambda c: print_table(c, scores.table(), ["share of pixels"]), width
    )
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
    table = Table(box=box.SIMPLE_HEAD, collapse_padding=True, pad_edge=False)
    table.add_column("stage")
    headers = "stride rates channels parameters".split()
    for name in (*headers, "multiply-\nadds, M", "receptive\nfield"):
        table.add_column(name, justify="right", no_wrap=name != "rates")
    row = ["16", "6 12 18 24 36", "2048", "26,090,496", "28,333.4"]
    table.add_row("block3", *row, "whole image")
    lines, text = printed(
        lambda c: print_table(c, table, LEAST_ASKED, wraps=("rates",)), width
    )
    assert whole(lines, width)
    assert "26,090,496" in text and "28,333.4" in text
    assert ("Too narrow for: channels" in text) == (width < 80)


def test_a_wide_screen_changes_nothing():
    def table():
        made = Table("name", title="Title")
        made.add_column("two words", justify="right")
        made.add_row("a", "1")
        return made

    mine, _ = printed(lambda c: print_table(c, table(), ["two words"]), 80)
    usual, _ = printed(lambda c: c.print(table()), 80)
    assert mine == usual
