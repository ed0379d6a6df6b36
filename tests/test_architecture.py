"""House rules: who may import whom, file sizes, what no source may hold."""

import ast
import statistics
from pathlib import Path

import pytest

from tests.module_graph import circles, file_imports, shadowed_modules

ROOT = Path(__file__).parent.parent
PACKAGES = ("deeplab_family", "input_pipeline", "export")
SOURCES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py")
)
LARGEST_FILE = 400
SMALLEST_MEDIAN, LARGEST_MEDIAN = 60, 150

# Each room may import itself, what stands here, and nothing else of ours.
ARROWS = {
    "deeplab_family": {"deeplab_family.shadowed_packages"},
    "deeplab_family.shadowed_packages": {"deeplab_family"},
    "input_pipeline": set(),
    "deeplab_family.lazy_keras": set(),
    "deeplab_family.component_config": {"deeplab_family.lazy_keras"},
    "deeplab_family.optimizers": {
        "deeplab_family.component_config",
        "deeplab_family.lazy_keras",
    },
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
    "deeplab_family.console.error_reason": set(),
    "deeplab_family.console.terminal": set(),
    "deeplab_family.visualization": {
        "input_pipeline",
    },
    "deeplab_family.layers": {"deeplab_family.backend"},
    "deeplab_family.label_checks": {"deeplab_family.backend"},
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
        "deeplab_family.photographs",
        "deeplab_family.run_folder",
        "deeplab_family.visualization",
        "input_pipeline",
    },
    "deeplab_family.console.narrow_table": {"deeplab_family.console.terminal"},
    "deeplab_family.console.tables": {
        "deeplab_family.console.narrow_table",
        "deeplab_family.console.terminal",
    },
    "deeplab_family.console.progress_lines": {
        "deeplab_family.console.terminal"
    },
    "deeplab_family.losses": {
        "deeplab_family.backend",
        "deeplab_family.component_config",
        "deeplab_family.label_checks",
        "deeplab_family.lazy_keras",
    },
    "deeplab_family.metrics": {
        "deeplab_family.backend",
        "deeplab_family.label_checks",
    },
    "deeplab_family.backbones": {
        "deeplab_family.layers",
        "deeplab_family.lazy_keras",
        "deeplab_family.component_config",
    },
    "deeplab_family.models": {
        "deeplab_family.backbones",
        "deeplab_family.layers",
        "deeplab_family.lazy_keras",
        "deeplab_family.losses",
        "deeplab_family.component_config",
    },
    "deeplab_family.analysis": {
        "deeplab_family.backbones",
        "deeplab_family.layers",
        "deeplab_family.console.tables",
    },
    "deeplab_family.inference": {
        "deeplab_family.console.error_reason",
        "input_pipeline",
    },
    "deeplab_family.evaluation": {
        "deeplab_family.class_names",
        "deeplab_family.metrics",
        "deeplab_family.console.tables",
        "input_pipeline",
    },
    "deeplab_family.papers": {
        "deeplab_family.analysis",
        "deeplab_family.backbones",
        "deeplab_family.models",
        "deeplab_family.component_config",
        "deeplab_family.console.tables",
        "input_pipeline",
    },
    "deeplab_family.recipes": {
        "deeplab_family.backbones",
        "deeplab_family.component_config",
        "deeplab_family.losses",
        "deeplab_family.optimizers",
        "deeplab_family.models",
        "deeplab_family.console.suggestions",
        "input_pipeline",
    },
    "deeplab_family.training": {
        "deeplab_family.class_names",
        "deeplab_family",
        "deeplab_family.evaluation",
        "deeplab_family.inference",
        "deeplab_family.losses",
        "deeplab_family.models",
        "deeplab_family.optimizers",
        "deeplab_family.console.progress_lines",
        "deeplab_family.recipes",
        "deeplab_family.run_folder",
        "deeplab_family.console.terminal",
        "deeplab_family.visualization",
        "input_pipeline",
    },
    "export": {
        "deeplab_family.child_process",
        "deeplab_family.console.error_reason",
        "deeplab_family.class_names",
        "deeplab_family.inference",
        "deeplab_family.metrics",
        "deeplab_family.console.tables",
        "deeplab_family.console.terminal",
        "deeplab_family.visualization",
        "input_pipeline",
    },
}
SEES_EVERYTHING = "deeplab_family.cli"
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


def drawn_arrows() -> dict[tuple[str, str], str]:
    """(room, room it imports) -> a file that does so."""
    found = {}
    for path in SOURCES:
        room = room_of(module_of(path))
        for name in imports_of(path):
            if name.startswith(PACKAGES) and room_of(name) != room:
                found.setdefault((room, room_of(name)), label(path))
    return found


def test_imports_follow_the_arrows():
    wrong = {
        arrow: path
        for arrow, path in drawn_arrows().items()
        if arrow[0] != SEES_EVERYTHING
        and arrow[1] not in ARROWS.get(arrow[0], set())
    }
    assert not wrong, "rooms that must not import each other"


def test_every_allowed_arrow_is_drawn():
    allowed = {(room, other) for room in ARROWS for other in ARROWS[room]}
    stale = allowed - drawn_arrows().keys()
    assert not stale, "take them out of ARROWS and docs/architecture.md"
    rooms = {room_of(module_of(path)) for path in SOURCES}
    assert ARROWS.keys() <= rooms, "rooms that are gone"


def test_no_files_import_each_other_in_a_circle():
    """While they are imported; what a function imports comes later."""
    assert circles(file_imports(ROOT, PACKAGES)) == []


@pytest.mark.xfail(strict=True, reason="modules get names of their own next")
def test_no_module_is_shadowed_by_a_name_that_its_package_exports():
    """`import export.exporter as module` must give the module."""
    assert shadowed_modules(ROOT, PACKAGES) == []


def test_networks_never_import_tensorflow():
    wrong = [
        label(path)
        for room in ANY_BACKEND
        for path in (ROOT / "deeplab_family" / room).rglob("*.py")
        if any(name.split(".")[0] == "tensorflow" for name in imports_of(path))
    ]
    assert not wrong


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
