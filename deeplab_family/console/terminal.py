"""Text of people and files on a terminal, as it is written and harmless.

Names of classes, files and layers come from anywhere. `rich` reads `[...]` as
markup and `:...:` as a picture, a terminal obeys escape codes, and a file name
need not be text at all.
"""

import logging
import os
import sys
import unicodedata

import rich.console
from rich.text import Text

JOINERS = "\u200c\u200d"  # part of words in several scripts
LOG_WIDTH = 200
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def printable(text: str, keep: str = "\n\t") -> str:
    """Writes out what a terminal would obey instead of showing.

    Args:
        text: any string; also a file name that is no UTF-8, as Python
            decodes it.
        keep: control characters that stay.

    Returns:
        `text` with control characters, marks that turn the direction of
        writing, and bytes that are no UTF-8 as `\\x1b`, `\\u202e`, `\\xff`.
    """
    return "".join(
        character
        if character in keep or not _is_unseen(character)
        else _written_out(character)
        for character in text
    )


def plain(text: str) -> Text:
    """One line for `rich`, letter by letter: a cell of a table, say."""
    return Text(printable(text, keep=""))


class Console(rich.console.Console):
    """A console of `rich` on which every string is shown as it is written.

    Styles come from `rich.text.Text` and from arguments, never from `[...]`.
    A terminal, or `COLUMNS` in the environment, says how wide it is; in a log
    file or a pipe no line is torn.
    """

    def __init__(self, **options):
        if "COLUMNS" not in os.environ and not _stream(options).isatty():
            options.setdefault("width", LOG_WIDTH)
        super().__init__(markup=False, emoji=False, highlight=False, **options)

    def print(self, *objects, **options) -> None:
        """Prints as `rich` does; files and pipes get no blanks that pad."""
        is_whole = self.is_terminal or options.get("soft_wrap")
        if is_whole or self.record:
            super().print(*objects, **options)
            return
        with self.capture() as printed:
            super().print(*objects, **options)
        lines = printed.get().split("\n")
        self.file.write("\n".join(line.rstrip(" ") for line in lines))
        self.file.flush()

    def render_str(self, text: str, **options) -> Text:
        return super().render_str(printable(text), **options)


def _stream(options: dict):
    named = sys.stderr if options.get("stderr") else sys.stdout
    return options.get("file") or named


def prepare_streams() -> None:
    """Makes `print` and the log of the pipeline take every name.

    What the terminal's encoding lacks is written out, not raised.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    logging.getLogger("input_pipeline").addFilter(_write_out)


def _is_unseen(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind in UNSEEN and character not in JOINERS


def _written_out(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that Python could not decode
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def _write_out(record: logging.LogRecord) -> bool:
    record.msg, record.args = printable(record.getMessage()), ()
    return True
