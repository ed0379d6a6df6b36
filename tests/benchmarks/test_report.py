import json
import time
from pathlib import Path

from benchmarks.harness import Timing
from benchmarks.report import goal_row, report, versions, write_json

BASE = Timing("base", "the old one", ((0.2,), (0.4,)))
ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "benchmarks" / "evaluation.md"
MINE = Timing("mine", "the new one", ((0.05,), (0.1,)))


def rows_of(text):
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


def test_rows_hold_times_ratio_and_note():
    rows = rows_of(report("title", [BASE, MINE], "base"))

    assert rows[2] == ["base", "300", "200", "1.000 (1.000-1.000)", BASE.note]
    assert rows[3][0] == "mine"
    assert rows[3][1:4] == ["75.00", "50.00", "0.250 (0.250-0.250)"]


def test_throughput_gets_a_column():
    rows = rows_of(report("t", [BASE, MINE], "base", ("images", 30)))

    assert rows[0][4] == "images/s"
    assert [row[4] for row in rows[2:]] == ["100", "400"]


def test_every_row_has_as_many_cells_as_the_header():
    for throughput in (None, ("images", 1)):
        rows = rows_of(report("t", [BASE, MINE], "base", throughput))
        assert {len(row) for row in rows} == {len(rows[0])}


def test_json_holds_the_numbers_of_the_table(tmp_path):
    uneven = Timing("uneven", "", ((0.1,), (0.4,)))
    write_json(tmp_path / "a.json", "title", [BASE, uneven], "base")

    written = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (written["title"], written["baseline"]) == ("title", "base")
    assert written["rounds"] == 2
    assert written["rows"] == [
        {
            "name": "base",
            "note": BASE.note,
            "median_ms": 300,
            "fastest_ms": 200,
            "ratio": [1, 1, 1],
        },
        {
            "name": "uneven",
            "note": "",
            "median_ms": 250,
            "fastest_ms": 100,
            "ratio": [0.75, 0.5, 1],
        },
    ]


def test_a_goal_is_a_row_of_the_table_in_the_docs():
    docs = DOCS.read_text(encoding="utf-8")
    head = docs.split("## Goals of inference")[1].split("\n| ")[1]
    row = goal_row("video", [MINE, BASE], "mine", "base", 1.1)
    cells = [cell.strip() for cell in row.split("|")[1:-1]]
    assert cells[:3] == ["video", "0.250 (0.250-0.250)", "1.1"]
    assert cells[3] == "75.00 ms / 300 ms, base"
    assert row.startswith("| ") and row.endswith(" |\n")
    assert row.count("|") == head.count("|") + 1


def test_the_head_says_when_where_and_how_often():
    text = report("title", [BASE], "base")

    assert text.startswith("## title\n")
    assert time.strftime("%Y-") in text and "tensorflow 2" in text
    assert "2 rounds" in text


def test_packages_that_are_missing_are_left_out():
    assert versions(["no-such-package-anywhere"]) == []
