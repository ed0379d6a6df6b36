"""Shell commands of a page, run in order as printed, and what they print.

    python -m tests.docs.printed_commands docs/quickstart.md
    python -m tests.docs.printed_commands docs/quickstart.md --write

runs every block of commands of the page in this folder, in the order of the
page, and says where a block prints something of another shape than the block
of text behind it. With `--write` what was printed now takes its place.
"""

import argparse
import dataclasses
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from input_pipeline.atomic_files import write_atomic
from tests.docs.markdown_pages import Block, blocks_of, name_of

COLUMNS = "100"
"""Width of the terminal that the pages show."""

_RULES = re.compile(r"[━─┏┓┗┛┡┩┳┻╇├┤┼┴└┘]+")
_NUMBER = re.compile(r"(?<![\w-])[-+]?\d[\w.:+-]*%?(?: (?:s|min|h)\b)?")
_PASSING = re.compile(
    r"^(?:INFO: .*|[IWE]\d{4} \d\d:\d\d:.*|[\w ]+: \d+ of \d+)$"
)
"""Lines of LiteRT and TensorFlow about the machine, which a driver decides, and
of a progress, which a pace decides."""

_HASH = re.compile(r"\b[0-9a-f]{64}\b")


@dataclasses.dataclass(frozen=True)
class Step:
    """Block of commands, and the block of text behind it.

    Attributes:
        commands: the block to run.
        printed: what the page says that it prints; None where it says nothing.
    """

    commands: Block
    printed: Block | None


def steps_of(page: Path) -> list[Step]:
    """Steps of a page: blocks without a language, in order.

    What a block prints stands in a block of the language `text`, with an empty
    line between the two.
    """
    blocks = blocks_of(page)
    outputs = {
        block.line: block for block in blocks if block.language == "text"
    }
    return [
        Step(block, outputs.get(block.line + block.text.count("\n") + 3))
        for block in blocks
        if block.language == "" and not block.fragment
    ]


def run(step: Step, folder: Path) -> str:
    """Runs a step as it is printed; returns all that it printed.

    Args:
        step: of a page.
        folder: that the reader is in.

    Raises:
        RuntimeError: if a command fails; tells what it printed.
    """
    done = subprocess.run(
        ["bash", "-e", "-c", step.commands.text],
        cwd=folder,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(
            f"{step.commands.place} ended with status {done.returncode}:\n"
            f"{step.commands.text}{done.stdout}"
        )
    return done.stdout


def shape(text: str) -> str:
    """The words of an output: without figures, rules and line breaks.

    Lines alike but for their figures, such as those of a training, are one.
    """
    lines: list[str] = []
    for line in _RULES.sub(" ", lasting(text)).splitlines():
        words = " ".join(_NUMBER.sub("#", _HASH.sub("#", line)).split())
        if words and words not in lines[-1:]:
            lines.append(words)
    return " ".join(lines)


def lasting(text: str) -> str:
    """An output without passing lines, and without spaces at line ends."""
    lines = [line.rstrip() for line in text.splitlines()]
    kept = [line for line in lines if not _PASSING.match(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip("\n")


def with_outputs(text: str, outputs: list[tuple[Block, str]]) -> str:
    """A page's text with other outputs in its blocks."""
    lines = text.splitlines()
    for block, output in sorted(outputs, key=lambda o: -o[0].line):
        first = block.line - 1
        last = first + len(block.text.splitlines())
        lines[first:last] = lasting(output).splitlines()
    return "\n".join(lines) + "\n"


def _environment() -> dict[str, str]:
    """That of this process; `deeplab` is the one of this Python."""
    bin_folder = str(Path(sys.executable).parent)
    path = os.pathsep.join([bin_folder, os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "COLUMNS": COLUMNS}


def _run_page(page: Path) -> Iterator[tuple[Step, str]]:
    for step in steps_of(page):
        print(f"\n{step.commands.place}\n{step.commands.text}", flush=True)
        output = run(step, Path.cwd())
        print(output, flush=True)
        yield step, output


def main() -> int:
    """Runs a page; status 1 where an output has another shape."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    page = options.page.resolve()
    found = [(s.printed, out) for s, out in _run_page(page) if s.printed]
    differ = [block for block, out in found if shape(out) != shape(block.text)]
    for block in differ:
        print(f"{block.place}: another shape than printed")
    if options.write:
        text = page.read_text(encoding="utf-8")
        write_atomic(page, with_outputs(text, found))
        print(f"{name_of(page)} holds what was printed now")
    return bool(differ) and not options.write


if __name__ == "__main__":
    sys.exit(main())
