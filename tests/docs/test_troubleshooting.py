"""Messages on the page of troubleshooting are those of the code."""

import ast
import re

from tests.docs.markdown_pages import ROOT

PAGE = ROOT / "docs" / "troubleshooting.md"
PACKAGES = ("deeplab_family", "input_pipeline", "export")
OF_OTHERS = "ResourceExhaustedError: OOM when allocating tensor"
_ROW = re.compile(r"^\| (`+) ?(.+?) ?\1 \| .+ \| .+ \|$", re.MULTILINE)


def messages() -> list[str]:
    """Messages in the first column, without those of TensorFlow."""
    text = PAGE.read_text(encoding="utf-8").partition("## Findings")[0]
    return [m[2] for m in _ROW.finditer(text) if m[2] != OF_OTHERS]


def literals() -> list[str]:
    """All texts in the code, with "..." for what is filled in."""
    return [
        text
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (text := text_of(node))
    ]


def text_of(node) -> str:
    """The text of a string in the code; "" for everything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(text_of, node.values))
    return "..." if isinstance(node, ast.FormattedValue) else ""


def is_told(message: str, texts: list[str]) -> bool:
    """Whether the parts of a message stand in one text, in this order."""
    parts = [re.escape(part) for part in message.split("...")]
    shape = re.compile(".*".join(parts), re.DOTALL)
    return any(shape.search(text) for text in texts)


def test_the_code_tells_every_message():
    texts, told = literals(), messages()
    assert len(told) > 30
    assert [message for message in told if not is_told(message, texts)] == []


def test_a_message_that_nobody_tells_is_found():
    texts = ["the loss is ... at step ...", "no model"]
    assert is_told("the loss is ... at step", texts)
    assert not is_told("the step is ...", texts)
    assert not is_told("at step ... the loss", texts)
