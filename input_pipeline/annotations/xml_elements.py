"""XML of labelling tools, read element by element without its dangers.

Declarations of a document type are refused, and with them entities, of which
a few lines can stand for gigabytes; no tool writes one. The tree is never in
memory.
"""

from pathlib import Path
from typing import Protocol
from xml.parsers import expat

_DEEPEST = 12


class ElementReader(Protocol):
    """Reader of XML elements, in the order of the file."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def text(self, text: str) -> None:
        """A piece of text, of the elements that have begun."""

    def end(self, name: str) -> None:
        """An element ends."""


def read_elements(path: Path, reader: ElementReader) -> None:
    """Reads a file.

    Args:
        path: of the file.
        reader: told of each element; its errors pass.

    Raises:
        OSError: if the file cannot be read.
        ValueError: if it is no XML, declares a document type or an encoding
            that nobody knows, or is nested too deeply. Says what; the caller
            names the file.
    """
    depth = 0

    def start(name, attributes):
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise ValueError("it is nested too deeply")
        reader.start(name, attributes)

    def end(name):
        nonlocal depth
        depth -= 1
        reader.end(name)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = reader.text
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except (expat.ExpatError, LookupError) as error:
        raise ValueError(f"it is no XML: {error}") from error


def _refuse_doctype(*_) -> None:
    raise ValueError("it declares a document type, which no tool does")
