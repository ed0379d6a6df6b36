import os
import signal
import subprocess
import sys
import time

import pytest

from deeplab_family.cli import data_service
from deeplab_family.cli.main import main


def test_a_worker_without_dispatcher_is_refused(capsys):
    assert main(["data-service", "worker"]) == 2
    assert "--dispatcher HOST:PORT" in capsys.readouterr().err


def test_both_kinds_start_and_say_where(capsys):
    dispatcher = data_service.start(data_service.Options(role="dispatcher"))
    address = dispatcher.target.removeprefix("grpc://")
    worker = data_service.start(
        data_service.Options(role="worker", dispatcher=address)
    )
    said = capsys.readouterr().out
    assert f"dispatcher at {address}" in said and f"worker of {address}" in said
    del worker


def test_ctrl_c_ends_it():
    process = subprocess.Popen(
        [sys.executable, "-m", "deeplab_family.cli.main", "data-service"]
        + ["dispatcher"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        text=True,
    )
    assert process.stdout.readline().startswith("dispatcher at localhost:")
    time.sleep(1)  # it is serving by then, no longer starting
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130 and "Traceback" not in errors


@pytest.mark.parametrize("role", ["dispatcher", "worker"])
def test_impossible_ports_are_refused(role, capsys):
    words = [role, "--port", "70000", "--dispatcher", "localhost:1"]
    assert main(["data-service", *words]) == 2
    assert "`port` must be 0 to 65535" in capsys.readouterr().err
