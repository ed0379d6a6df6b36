"""Manifest of the pictures that need a trained network: what made each.

SVG and charts are drawn again by a test and compared. What shows photographs
or gradients cannot be, without the network: for these the manifest holds the
SHA-256 of the file, of the code that drew it, and of what the demo trains.
Screens are not drawn alike twice; the manifest says what they are of.
"""

import ast
import hashlib
import inspect
from pathlib import Path

from pictures.catalog import IMAGES, Picture
from pictures.demo_run import demo_fingerprint

ROOT = Path(__file__).parents[1]


def entry(picture: Picture, images: Path = IMAGES) -> dict[str, str]:
    """What made a picture of `docs/images`, as it is now.

    Args:
        picture: one that needs the demo.
        images: folder of the pictures.
    """
    file = images / picture.file
    return {
        "file": hashlib.sha256(file.read_bytes()).hexdigest(),
        "code": _code_of(picture),
        "demo": demo_fingerprint(),
    }


def _code_of(picture: Picture) -> str:
    own = Path(inspect.getsourcefile(picture.draw))
    files = [own, *(ROOT / source for source in picture.sources)]
    hashes = "".join(map(code_hash, files))
    return hashlib.sha256(hashes.encode()).hexdigest()


def code_hash(path: str | Path) -> str:
    """SHA-256 of a module's code; docstrings and lines of comment are out.

    Of a file that is no Python the whole text counts.
    """
    text = Path(path).read_text(encoding="utf-8")
    if Path(path).suffix != ".py":
        return hashlib.sha256(text.encode()).hexdigest()
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
