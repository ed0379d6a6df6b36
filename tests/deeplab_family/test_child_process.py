import os
import signal
import subprocess
import sys
import time

import pytest

from deeplab_family.child_process import child_command

PARENT = """
import subprocess, sys, time
from deeplab_family.child_process import child_command
child = subprocess.Popen([*child_command(script=sys.argv[1])])
time.sleep(60)
"""


def test_a_script_gets_its_words_and_not_its_neighbors(tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit('shadowed')")
    script = tmp_path / "script.py"
    script.write_text("import json, sys; print(__name__, sys.argv[1:])")
    command = [*child_command(script=str(script)), "a", "b"]
    said = subprocess.check_output(command, text=True, cwd="/")
    assert said == "__main__ ['a', 'b']\n"


def test_a_module_gets_its_words_and_its_status(tmp_path):
    (tmp_path / "worker.py").write_text("import sys; sys.exit(sys.argv[1])")
    done = subprocess.run(
        [*child_command(module="worker"), "words"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1 and done.stderr == "words\n"


def is_alive(process):
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="needs the kernel's word")
def test_a_child_dies_with_its_parent_even_by_kill_9(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(script)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    child = int(parent.stdout.readline())
    assert is_alive(child)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + 20
    while is_alive(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_alive(child)
