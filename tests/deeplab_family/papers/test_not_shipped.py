"""The papers' tables belong to the checkout: they write its documents."""

import ast
import runpy
from pathlib import Path

import setuptools

ROOT = Path(__file__).parents[3]
PAPERS = "deeplab_family.papers"


def test_the_wheel_holds_every_package_but_the_papers(monkeypatch):
    told = {}
    monkeypatch.setattr(setuptools, "setup", lambda **given: told.update(given))
    monkeypatch.chdir(ROOT)
    runpy.run_path("setup.py")
    there = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for name in ("deeplab_family", "input_pipeline", "export")
        for path in (ROOT / name).rglob("__init__.py")
    }
    assert PAPERS in there
    assert sorted(told["packages"]) == sorted(there - {PAPERS})


def test_nothing_that_is_shipped_imports_them():
    for name in ("deeplab_family", "input_pipeline", "export"):
        for path in (ROOT / name).rglob("*.py"):
            if path.parent.name == "papers":
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom):
                    names = [f"{node.module}.{a.name}" for a in node.names]
                    assert not any(n.startswith(PAPERS) for n in names), path
