"""Dockerfiles: they install what setup.py offers, and start its command."""

import re
import runpy
from pathlib import Path

import pytest
import setuptools
from packaging.specifiers import SpecifierSet

import deeplab_family

ROOT = Path(__file__).parents[2]
FILES = ("Dockerfile", "Dockerfile.gpu")


@pytest.fixture
def metadata(monkeypatch) -> dict:
    """What setup.py tells setuptools."""
    told = {}
    monkeypatch.setattr(setuptools, "setup", lambda **given: told.update(given))
    monkeypatch.chdir(ROOT)
    runpy.run_path("setup.py")
    return told


@pytest.fixture(params=FILES)
def text(request) -> str:
    return (ROOT / "docker" / request.param).read_text(encoding="utf-8")


def value(text: str, name: str) -> str:
    """The default of an argument of the build."""
    return re.search(rf"(?m)^ARG {name}=(\S+)$", text)[1]


def test_python_and_version_are_those_of_the_package(text, metadata):
    assert value(text, "PYTHON") in SpecifierSet(metadata["python_requires"])
    label = re.search(r'image\.version="([^"]+)"', text)[1]
    assert label == metadata["version"] == deeplab_family.__version__


def test_extras_are_those_of_the_package(text, metadata):
    extras = value(text, "EXTRAS").split(",")
    assert set(extras) <= metadata["extras_require"].keys()


def test_cuda_is_in_the_image_for_gpus_alone(metadata):
    (cuda,) = metadata["extras_require"]["gpu"]
    assert cuda.startswith("tensorflow[and-cuda]")
    has_gpu = [
        "gpu"
        in value((ROOT / "docker" / name).read_text(), "EXTRAS").split(",")
        for name in FILES
    ]
    assert has_gpu == [False, True]


def test_the_entry_point_is_the_command(text, metadata):
    (script,) = metadata["entry_points"]["console_scripts"]
    command = script.partition("=")[0]
    assert f'\nENTRYPOINT ["{command}"]\n' in text


def test_it_copies_all_packages_and_what_setup_reads(text, metadata):
    copied = " ".join(re.findall(r"(?m)^COPY (.+) \S+$", text)).split()
    packages = {name.partition(".")[0] for name in metadata["packages"]}
    assert packages | {"setup.py", "pyproject.toml", "README.md"} <= {*copied}
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {f"!{name}" for name in copied} <= {*ignored}


def test_it_does_not_run_as_root(text):
    last_stage = text.rpartition("\nFROM ")[2]
    assert re.search(r"(?m)^USER (?!root|0\b)\S+$", last_stage)
