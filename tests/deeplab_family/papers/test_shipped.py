"""The papers' experiments are in the wheel: `deeplab train` runs them."""

import runpy
from pathlib import Path

import setuptools

ROOT = Path(__file__).parents[3]
PAPERS = "deeplab_family.papers"


def test_the_wheel_holds_every_package(monkeypatch):
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
    assert sorted(told["packages"]) == sorted(there)
