"""Rows of the papers' tables: those on deep backbones are slow tests."""

import pytest


def deep_rows_are_slow(rows: list[tuple]) -> list:
    """The first row always runs, and others up to depth 50, their first entry.

    To build 100 layers takes seconds, and each row counts the same way.
    """
    return [
        pytest.param(*row, marks=pytest.mark.slow)
        if row[0] > 50 and row is not rows[0]
        else row
        for row in rows
    ]
