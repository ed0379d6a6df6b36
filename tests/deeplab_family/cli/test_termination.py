import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from deeplab_family.cli import main as module
from deeplab_family.cli import termination
from deeplab_family.cli.main import main
from deeplab_family.cli.termination import Terminated, terminations_raised

PERSISTENT = """
import signal, sys, types
from pathlib import Path
from deeplab_family.cli import main as module
from input_pipeline.atomic_files import atomic_file

def work(words):
    with atomic_file(Path(words[0])) as draft:
        draft.write_text("half")
        print("ready", flush=True)
        signal.pause()

module._module_of = lambda command: types.SimpleNamespace(main=work)
sys.exit(module.main(["train", *sys.argv[1:]]))
"""


@pytest.mark.parametrize(
    ("number", "status"),
    [("SIGTERM", 143), ("SIGUSR1", 75), ("SIGHUP", 129), ("SIGINT", 130)],
)
def test_a_signal_ends_a_command_with_its_cleanup(tmp_path, number, status):
    process = subprocess.Popen(
        [sys.executable, "-c", PERSISTENT, str(tmp_path / "out.json")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    assert list(tmp_path.iterdir())
    process.send_signal(getattr(signal, number))
    _, error = process.communicate(timeout=20)
    name = "Ctrl-C" if number == "SIGINT" else number
    assert (process.returncode, error) == (
        status,
        f"stopped by {name}.\n",
    )
    assert list(tmp_path.iterdir()) == []


def send(number=signal.SIGTERM):
    os.kill(os.getpid(), number)
    time.sleep(0.01)  # a handler runs before the next instruction


def test_a_second_signal_does_not_disturb_the_cleanup(monkeypatch):
    with terminations_raised():
        with pytest.raises(Terminated, match="SIGTERM"):
            send()
        send()
        send(signal.SIGHUP)
        monkeypatch.setattr(termination, "AGAIN", 0)
        with pytest.raises(Terminated, match="SIGHUP"):
            send(signal.SIGHUP)


def test_a_signal_that_was_swallowed_comes_again(monkeypatch):
    monkeypatch.setattr(termination, "AGAIN", 0)
    monkeypatch.setattr(termination, "LOST", 0.2)
    with terminations_raised(), pytest.raises(Terminated):
        with contextlib.suppress(BaseException):
            send()
        time.sleep(10)


def test_handlers_of_others_stay():
    earlier = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as by `nohup`
    try:
        with terminations_raised():
            send(signal.SIGHUP)
            assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, earlier)


def test_a_command_may_run_in_another_thread(monkeypatch):
    class Command:
        main = staticmethod(lambda words: 3)

    monkeypatch.setattr(module, "_module_of", lambda command: Command)
    found = []
    thread = threading.Thread(target=lambda: found.append(main(["recipes"])))
    thread.start()
    thread.join()
    assert found == [3]
