"""Wheel and sdist: built, installed elsewhere, and run outside the checkout.

It is built as anybody builds it, with a setuptools that is fetched for it. The
packages that it needs are those of the environment that tests; only the wheel
itself is installed.
"""

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

import deeplab_family
from input_pipeline import draw_synthetic

ROOT = Path(__file__).parents[2]
PACKAGES = ("deeplab_family", "input_pipeline", "export")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """Folder of both distributions, made of a copy without build leftovers."""
    folder = tmp_path_factory.mktemp("built")
    source = folder / "source"
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    for name in filter(None, tracked):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir"]
        + [str(folder / "dist"), str(source)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return folder / "dist"


@pytest.fixture(scope="module")
def deeplab(built, tmp_path_factory):
    """The command of an environment that knows the wheel alone of us."""
    home = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", home], check=True
    )
    python = home / "bin" / "python"
    (wheel,) = built.glob("*.whl")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install"]
        + ["--quiet", "--no-deps", "--no-index", str(wheel)],
        check=True,
    )
    (site,) = home.glob("lib/*/site-packages")
    # A path alone: editable installs there stay unknown.
    (site / "needs.pth").write_text(sysconfig.get_path("purelib") + "\n")
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}

    def run(*words: str) -> str:
        done = subprocess.run(
            [str(home / "bin" / "deeplab"), *words],
            cwd=home,
            env=clean,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_the_wheel_holds_every_file_of_the_packages(built):
    (wheel,) = built.glob("*.whl")
    there = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    held = zipfile.ZipFile(wheel).namelist()
    ours = {name for name in held if name.partition("/")[0] in PACKAGES}
    assert any("/fonts/" in name for name in there)
    assert any("/templates/" in name for name in there)
    assert ours == there
    assert wheel.name.startswith(
        f"deeplab_family-{deeplab_family.__version__}-"
    )


def test_the_sdist_holds_what_its_build_reads(built):
    (sdist,) = built.glob("*.tar.gz")
    names = tarfile.open(sdist).getnames()
    held = {name.partition("/")[2] for name in names}
    wanted = {"setup.py", "pyproject.toml", "README.md", "LICENSE"}
    assert wanted | {"CHANGELOG.md", "CITATION.cff"} <= held


def test_it_runs_outside_the_checkout(deeplab, tmp_path):
    assert deeplab("--version").strip() == deeplab_family.__version__
    assert "synthetic_mobile" in deeplab("recipes")
    streets = tmp_path / "streets"
    draw_synthetic(streets, train=4, val=2, size=(48, 64))
    assert "person" in deeplab("doctor", str(streets))
    sheet = tmp_path / "sheet.png"
    deeplab("doctor", str(streets), "--sheet", str(sheet))
    assert sheet.read_bytes().startswith(b"\x89PNG")


def test_its_pages_are_drawn_by_its_own_templates(deeplab, tmp_path):
    """A rehearsed run writes curves with fonts, a page and a model card."""
    deeplab("train", "synthetic_mobile", "--tiny", "--workdir", f"{tmp_path}/r")
    assert "<html" in (tmp_path / "r" / "training.html").read_text()
    card = (tmp_path / "r" / "model_card.md").read_text()
    assert f"deeplab-family {deeplab_family.__version__}" in card
    curves = (tmp_path / "r" / "curves.png").read_bytes()
    assert curves.startswith(b"\x89PNG")
