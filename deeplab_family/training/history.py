"""The table of a run's evaluations, `history.csv`."""

import contextlib
import csv
import io
import math
from pathlib import Path

from input_pipeline.atomic_files import write_atomic


class History:
    """One row for each evaluation, by its step.

    The file is written anew each time, so a row is there or not. Rows that
    cannot be read (of an older, torn file) are left out.

    Args:
        path: the CSV file; it need not exist.
        writes: whether this process writes it. Of several, one does; the
            others keep the same rows in memory.
        score: name of the score by which the best network is kept; its column
            has "val_" before it.
    """

    def __init__(
        self,
        path: str | Path,
        writes: bool = True,
        score: str = "mean_iou",
    ):
        self.path = Path(path)
        self.writes = writes
        self._score = f"val_{score}"
        self.rows = _read(self.path)

    def holds(self, step: int) -> bool:
        """Whether there is a row of this step."""
        return any(int(row["step"]) == step for row in self.rows)

    def evaluations_since_best(self, step: int) -> int:
        """Number of rows up to a step after that of the best score.

        Compared as `best.keras` is: the same score again is no better one.
        """
        best, since = -1.0, 0
        for row in self.rows:
            if int(row["step"]) > step or self._score not in row:
                continue
            score = round(float(row[self._score]), 6)
            since = 0 if score > best else since + 1
            best = max(best, score)
        return since

    def numbers(self, column: str) -> list[tuple[int, float]]:
        """Step and value of each row that has a number there, NaN included."""
        found = []
        for row in self.rows:
            with contextlib.suppress(KeyError, TypeError, ValueError):
                found.append((int(row["step"]), float(row[column])))
        return found

    def has_score(self) -> bool:
        """Whether any evaluation could judge; see `Validation`."""
        scores = self.numbers(self._score)
        return any(math.isfinite(value) for _, value in scores)

    def add(self, row: dict):
        """Writes a row; an older one of the same step goes.

        Args:
            row: its columns; `step` is one of them.
        """
        self.rows = [r for r in self.rows if int(r["step"]) != row["step"]]
        self.rows.append(row)
        self._write()

    def cut(self, step: int):
        """Removes the rows after a step: they will be made again."""
        kept = [row for row in self.rows if int(row["step"]) <= step]
        if kept != self.rows:
            self.rows = kept
            self._write()

    def _write(self):
        if not self.writes:
            return
        columns = dict.fromkeys(name for row in self.rows for name in row)
        text = io.StringIO()
        writer = csv.DictWriter(text, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        write_atomic(self.path, text.getvalue())


def _read(path: Path) -> list[dict]:
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8", errors="replace")
    rows = {}
    for row in csv.DictReader(io.StringIO(text)):
        if None not in row and None not in row.values():
            step = row.get("step") or ""
            if step.isdecimal():
                rows[int(step)] = row
    return [rows[step] for step in sorted(rows)]
