"""Rows of a run's table without what no two runs share."""

import csv


def figures(folder):
    """The rows of `history.csv` as text, all but the speed."""
    rows = list(csv.DictReader((folder / "history.csv").open()))
    for row in rows:
        row.pop("images_per_second", None)
    return rows
