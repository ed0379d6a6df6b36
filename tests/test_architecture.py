"""Architecture: who may import whom, file sizes, what no source may hold."""

import ast
import re
import statistics
from pathlib import Path

from tests.module_graph import circles, file_imports, shadowed_modules

ROOT = Path(__file__).parent.parent
ROOTS = ("deeplab_family", "input_pipeline", "export")
SOURCES = sorted(
    path for package in ROOTS for path in (ROOT / package).rglob("*.py")
)
LARGEST_FILE = 400
SMALLEST_MEDIAN, LARGEST_MEDIAN = 80, 150

SEES_EVERYTHING = "deeplab_family.cli"
ANY_BACKEND = (
    "layers",
    "losses",
    "metrics",
    "backbones",
    "models",
    "detection",
)
# Beside its networks, the package holds their task of TensorFlow's trainer.
TASKS = {"deeplab_family/detection/judged_detections.py"}
BANNED_NAMES = {"utils", "util", "helpers", "common", "misc", "tools"}


def allowed_arrows() -> dict[str, set[str]]:
    """Package -> packages that it may import, from the table in the docs."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("| package |")[2].partition("\n\n")[0]
    arrows = {}
    for line in table.splitlines()[2:]:
        package, _, others = line.strip("| ").split(" | ")
        names = re.findall("`([^`]+)`", others)
        arrows[package.strip("`")] = {
            f"deeplab_family{name}" if name.startswith(".") else name
            for name in names
        }
    return arrows


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def package_of(module: str) -> str:
    parts = module.removesuffix(".__init__").split(".")
    return parts[0] if parts[0] != "deeplab_family" else ".".join(parts[:2])


def imports_of(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module == "deeplab_family":  # what it names are packages
                yield from (f"{node.module}.{a.name}" for a in node.names)
            else:
                yield node.module


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


def drawn_arrows() -> dict[tuple[str, str], str]:
    """(package, package it imports) -> a file that does so."""
    found = {}
    for path in SOURCES:
        package = package_of(module_of(path))
        for name in imports_of(path):
            if name.startswith(ROOTS) and package_of(name) != package:
                found.setdefault((package, package_of(name)), label(path))
    return found


def test_imports_follow_the_arrows():
    arrows = allowed_arrows()
    wrong = {
        arrow: path
        for arrow, path in drawn_arrows().items()
        if arrow[0] != SEES_EVERYTHING
        and arrow[1] not in arrows.get(arrow[0], set())
    }
    assert not wrong, "arrows that docs/architecture.md does not have"


def test_the_docs_name_every_room_and_no_arrow_that_is_gone():
    arrows = allowed_arrows()
    packages = {package_of(module_of(path)) for path in SOURCES}
    assert arrows.keys() == packages
    allowed = {
        (package, other) for package in arrows for other in arrows[package]
    }
    assert not allowed - drawn_arrows().keys()


def test_the_docs_name_files_that_are_there():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("| idea |")[2].partition("\n\n")[0]
    found = re.findall(r"`([\w/]+(?:\.py|/))`", table)
    assert len(found) > 30
    gone = [
        name
        for name in found
        if "/" in name.rstrip("/") and not (ROOT / name).exists()
    ]
    assert not gone


def test_no_files_import_each_other_in_a_circle():
    """While they are imported; what a function imports comes later."""
    assert circles(file_imports(ROOT, ROOTS)) == []


def test_no_module_is_shadowed_by_a_name_that_its_package_exports():
    """`import export.exporter as module` must give the module."""
    assert shadowed_modules(ROOT, ROOTS) == []


def test_networks_never_import_tensorflow():
    found = {
        label(path)
        for package in ANY_BACKEND
        for path in (ROOT / "deeplab_family" / package).rglob("*.py")
        if any(name.split(".")[0] == "tensorflow" for name in imports_of(path))
    }
    assert found == TASKS


def test_files_are_of_readable_size():
    sizes = {
        label(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCES
        if path.name != "__init__.py"
    }
    long = {path: size for path, size in sizes.items() if size > LARGEST_FILE}
    assert not long, f"more than {LARGEST_FILE} lines: one thought a file"
    median = statistics.median(sizes.values())
    assert SMALLEST_MEDIAN <= median <= LARGEST_MEDIAN


def test_files_are_named_after_what_they_hold():
    wrong = [label(path) for path in SOURCES if path.stem in BANNED_NAMES]
    assert not wrong, "a name that says nothing"


def test_no_star_imports_and_no_asserts():
    wrong = [
        f"{label(path)}:{node.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assert)
        or isinstance(node, ast.ImportFrom)
        and any(alias.name == "*" for alias in node.names)
    ]
    assert not wrong
