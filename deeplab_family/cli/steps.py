"""How far a long command is: lines that stay, and one that is written over."""

import shutil
import sys
import time
from typing import TextIO

BAR = 24
MINUTE = 60.0
ERASE = "\r\x1b[2K"


class Steps:
    """Says how far it is; on a terminal with a bar, in a log file once a
    minute, in whole lines.

    Call it with words, steps done and steps in all. Without steps the words
    are a line of their own, that stays.

    Args:
        stream: where to write; standard output by default.
    """

    def __init__(self, stream: TextIO | None = None):
        self._stream = stream or sys.stdout
        self._bar = False
        self._said = time.monotonic()

    def __call__(self, words: str, done: int, total: int) -> None:
        if not total:
            self.close()
            self._write(f"{words}\n")
        elif self._stream.isatty():
            full = BAR * done // total
            bar = "#" * full + "." * (BAR - full)
            line = f"[{bar}] {done + 1} of {total}, {words}"
            columns = shutil.get_terminal_size().columns
            self._write(ERASE + line[: columns - 1])
            self._bar = True
        elif time.monotonic() - self._said >= MINUTE:
            self._said = time.monotonic()
            self._write(f"{words} ({done + 1} of {total})\n")

    def close(self) -> None:
        """Take the bar away."""
        if self._bar:
            self._write(ERASE)
            self._bar = False

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
