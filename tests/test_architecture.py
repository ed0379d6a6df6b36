"""The house rules: who may import whom, file sizes, a test for each source."""

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("deeplab_family", "input_pipeline", "export")
SOURCES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py")
)

# Each room may import itself, what stands here, and nothing else of ours.
ARROWS = {
    "input_pipeline": set(),
    "deeplab_family.lazy_keras": set(),
    "deeplab_family.network_config": {"deeplab_family.lazy_keras"},
    "deeplab_family.registration": {
        "deeplab_family.backbones",
        "deeplab_family.layers",
        "deeplab_family.losses",
        "deeplab_family.metrics",
        "deeplab_family.models",
    },
    "deeplab_family.backend": set(),
    "deeplab_family.child_process": set(),
    "deeplab_family.class_names": set(),
    "deeplab_family.error_line": set(),
    "deeplab_family.terminal": set(),
    "deeplab_family.visualization": {
        "input_pipeline",
    },
    "deeplab_family.layers": {"deeplab_family.backend"},
    "deeplab_family.label_map": {"deeplab_family.backend"},
    "deeplab_family.run_folder": set(),
    "deeplab_family.photographs": {"input_pipeline"},
    "deeplab_family.model_classes": {
        "deeplab_family.class_names",
        "deeplab_family.inference",
        "deeplab_family.visualization",
        "input_pipeline",
    },
    "deeplab_family.segmenter": {
        "deeplab_family.inference",
        "deeplab_family.model_classes",
        "deeplab_family.models",
        "deeplab_family.photographs",
        "deeplab_family.run_folder",
        "deeplab_family.visualization",
        "input_pipeline",
    },
    "deeplab_family.narrow_table": {"deeplab_family.terminal"},
    "deeplab_family.tables": {
        "deeplab_family.narrow_table",
        "deeplab_family.terminal",
    },
    "deeplab_family.progress_lines": {"deeplab_family.terminal"},
    "deeplab_family.losses": {
        "deeplab_family.backend",
        "deeplab_family.label_map",
    },
    "deeplab_family.metrics": {
        "deeplab_family.backend",
        "deeplab_family.label_map",
    },
    "deeplab_family.backbones": {
        "deeplab_family.layers",
        "deeplab_family.lazy_keras",
        "deeplab_family.network_config",
    },
    "deeplab_family.models": {
        "deeplab_family.backbones",
        "deeplab_family.layers",
        "deeplab_family.lazy_keras",
        "deeplab_family.losses",
        "deeplab_family.network_config",
    },
    "deeplab_family.analysis": {
        "deeplab_family.backbones",
        "deeplab_family.layers",
        "deeplab_family.tables",
    },
    "deeplab_family.inference": {
        "deeplab_family.backend",
        "deeplab_family.error_line",
        "input_pipeline",
    },
    "deeplab_family.evaluation": {
        "deeplab_family.class_names",
        "deeplab_family.inference",
        "deeplab_family.metrics",
        "deeplab_family.tables",
        "input_pipeline",
    },
    "deeplab_family.papers": {
        "deeplab_family.analysis",
        "deeplab_family.backbones",
        "deeplab_family.models",
        "deeplab_family.network_config",
        "deeplab_family.tables",
        "input_pipeline",
    },
    "deeplab_family.recipes": {
        "deeplab_family.backbones",
        "deeplab_family.models",
        "deeplab_family.near_miss",
        "input_pipeline",
    },
    "deeplab_family.training": {
        "deeplab_family.class_names",
        "deeplab_family",
        "deeplab_family.evaluation",
        "deeplab_family.inference",
        "deeplab_family.losses",
        "deeplab_family.models",
        "deeplab_family.progress_lines",
        "deeplab_family.recipes",
        "deeplab_family.run_folder",
        "deeplab_family.terminal",
        "deeplab_family.visualization",
        "input_pipeline",
    },
    "export": {
        "deeplab_family.child_process",
        "deeplab_family.error_line",
        "deeplab_family.class_names",
        "deeplab_family.evaluation",
        "deeplab_family.inference",
        "deeplab_family.metrics",
        "deeplab_family.tables",
        "deeplab_family.terminal",
        "deeplab_family.visualization",
        "input_pipeline",
    },
}
ANY_BACKEND = ("layers", "losses", "metrics", "backbones", "models")
BANNED_NAMES = {"utils", "util", "helpers", "common", "misc", "tools"}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def room_of(module: str) -> str:
    parts = module.removesuffix(".__init__").split(".")
    return parts[0] if parts[0] != "deeplab_family" else ".".join(parts[:2])


def imports_of(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module == "deeplab_family":  # what it names are rooms
                yield from (f"{node.module}.{a.name}" for a in node.names)
            else:
                yield node.module


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_imports_follow_the_arrows(path):
    room = room_of(module_of(path))
    if room == "deeplab_family.cli":
        return  # sees everything
    allowed = ARROWS.get(room, set()) | {room}
    ours = {name for name in imports_of(path) if name.startswith(PACKAGES)}
    rooms = {room_of(name) for name in ours}
    assert rooms <= allowed, f"{room} must not import {rooms - allowed}"


@pytest.mark.parametrize("room", ANY_BACKEND)
def test_networks_never_import_tensorflow(room):
    for path in (ROOT / "deeplab_family" / room).rglob("*.py"):
        assert not any(
            name.split(".")[0] == "tensorflow" for name in imports_of(path)
        ), label(path)


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_file_is_one_room(path):
    assert path.stem not in BANNED_NAMES
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_median_file_is_short():
    sizes = [
        len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCES
        if path.name != "__init__.py"
    ]
    assert statistics.median(sizes) <= 120


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_every_source_has_its_test(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    only_names = all(
        isinstance(node, ast.Import | ast.ImportFrom | ast.Assign | ast.Expr)
        or (isinstance(node, ast.ClassDef) and _only_says(node))
        for node in tree.body
    )
    if only_names:
        return
    place = ROOT / "tests" / path.relative_to(ROOT).parent
    assert (place / f"test_{path.stem}.py").exists()


def _only_says(node: ast.ClassDef) -> bool:
    """A class without behavior: an error type, or a protocol."""
    return all(
        isinstance(child, ast.Expr | ast.AnnAssign)
        or (
            isinstance(child, ast.FunctionDef)
            and all(isinstance(line, ast.Expr) for line in child.body)
        )
        for child in node.body
    )


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_no_star_imports_and_no_asserts(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        assert not isinstance(node, ast.Assert), node.lineno
        if isinstance(node, ast.ImportFrom):
            assert all(alias.name != "*" for alias in node.names), node.lineno
