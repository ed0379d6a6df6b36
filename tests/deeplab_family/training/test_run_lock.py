import json
import os
import signal
import socket
import subprocess
import sys

import pytest

from deeplab_family.training import run_lock as module
from deeplab_family.training.run_lock import run_lock

HOLDER = """
import runpy, sys, time
run_lock = runpy.run_path(sys.argv[2])["run_lock"]  # without TensorFlow
with run_lock(sys.argv[1]):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_holder_is_refused_by_host_and_process(tmp_path):
    path = tmp_path / ".lock"
    with (
        run_lock(path),
        pytest.raises(ValueError, match=f"process {os.getpid()} on"),
        run_lock(path),
    ):
        pass
    assert not path.exists()
    with run_lock(path):
        pass


def test_a_killed_process_holds_no_more(tmp_path, caplog):
    path = tmp_path / ".lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, path, module.__file__],
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(ValueError, match=str(process.pid)), run_lock(path):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert path.exists()
    with run_lock(path):
        assert f"process {process.pid}" in caplog.text


@pytest.mark.parametrize("text", ["", "{", "[]", '{"process": "x"}'])
def test_any_text_in_a_free_file_will_do(tmp_path, text):
    path = tmp_path / ".lock"
    path.write_text(text)
    with run_lock(path):
        assert json.loads(path.read_text())["process"] == os.getpid()


class NoLocks:
    """A disk that knows no locks."""

    LOCK_EX = LOCK_NB = 0

    @staticmethod
    def flock(handle, how):
        raise OSError(95, "Operation not supported")


@pytest.mark.parametrize(
    ("holder", "is_free"),
    [
        ({}, False),
        ({"start": "1"}, True),  # its number is another process' by now
        ({"process": 2**22 + 1}, True),
        ({"host": "elsewhere"}, True),
    ],
)
def test_without_locks_a_living_process_holds(
    tmp_path, monkeypatch, holder, is_free
):
    monkeypatch.setattr(module, "fcntl", NoLocks)
    path = tmp_path / ".lock"
    process = os.getpid()
    mine = {
        "host": socket.gethostname(),
        "process": process,
        "start": module._start_of(process),
    }
    path.write_text(json.dumps({**mine, **holder}))
    if is_free:
        with run_lock(path):
            assert json.loads(path.read_text())["process"] == process
    else:
        with pytest.raises(ValueError, match="in use"), run_lock(path):
            pass
