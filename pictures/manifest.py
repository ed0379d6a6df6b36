"""Manifest of the pictures that need a trained network: what made each.

SVG and charts are drawn again by a test and compared. What shows photographs
or gradients cannot be, without the network: for these the manifest holds the
SHA-256 of the file, of the code that drew it, and of what the demo trains.
"""

import ast
import hashlib
import inspect
from pathlib import Path

from pictures.catalog import IMAGES, Picture
from pictures.demo_run import demo_fingerprint


def entry(picture: Picture, images: Path = IMAGES) -> dict[str, str]:
    """What made a picture of `docs/images`, as it is now.

    Args:
        picture: one whose `of` is "demo".
        images: folder of the pictures.
    """
    file = images / picture.file
    return {
        "file": hashlib.sha256(file.read_bytes()).hexdigest(),
        "code": code_hash(inspect.getsourcefile(picture.draw)),
        "demo": demo_fingerprint(),
    }


def code_hash(path: str | Path) -> str:
    """SHA-256 of a module's code; docstrings and lines of comment are out."""
    text = Path(path).read_text(encoding="utf-8")
    lines = dict(enumerate(text.splitlines(), 1))
    for node in ast.walk(ast.parse(text)):
        if _is_docstring(node):
            for number in range(node.lineno, node.end_lineno + 1):
                lines[number] = ""
    code = [line.strip() for line in lines.values()]
    kept = [line for line in code if line and not line.startswith("#")]
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()


def _is_docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
