import os
import subprocess
import sys
from pathlib import Path

import pytest

from deeplab_family.child_process import child_command

ROOT = Path(__file__).parents[2]


@pytest.fixture
def hostile(tmp_path):
    """A folder in which a user has files that are called as our packages."""
    for name in ("export", "input_pipeline"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not ours')")
    return tmp_path


def run(words, folder):
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )


def test_the_console_script_and_its_children_ignore_them(hostile):
    # The script's folder, not the current one, is what Python puts first.
    script = hostile / "bin" / "deeplab"
    script.parent.mkdir()
    script.write_text(
        "import sys\n"
        "from deeplab_family.cli.main import main\n"
        "sys.exit(main())\n"
    )
    done = run([str(script), "recipes"], hostile)
    assert done.returncode == 0 and "voc_deeplabv3" in done.stdout, done.stderr


@pytest.mark.parametrize("kind", ["module", "script"])
def test_child_processes_ignore_them(hostile, kind):
    words = {"module": "input_pipeline.evenly"}
    if kind == "script":
        script = hostile / "worker.py"
        script.write_text(
            "import input_pipeline\n"
            "from importlib.util import find_spec\n"
            "assert find_spec('export').submodule_search_locations\n"
        )
        words = {"script": str(script)}
    done = run(child_command(**words)[1:], hostile)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("package", [False, True])
def test_an_error_names_the_file_that_is_in_the_way(tmp_path, package):
    shadow = tmp_path / ("export" if package else "export.py")
    if package:
        shadow.mkdir()
        (shadow / "__init__.py").touch()
    else:
        shadow.touch()
    done = run(["-m", "deeplab_family.cli.main", "recipes"], tmp_path)
    assert done.returncode == 2
    assert f"error: {shadow} has the name of our package `export`" in (
        done.stderr
    )


def test_a_script_beside_them_is_told_so(hostile):
    (hostile / "input_pipeline.py").write_text("rows = 3")
    (hostile / "train.py").write_text("from deeplab_family import train")
    done = run(["train.py"], hostile)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert "input_pipeline.py has the name of our package" in last
    assert "Rename it" in last
