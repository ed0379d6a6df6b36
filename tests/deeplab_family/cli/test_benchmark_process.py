import subprocess
import sys

import pytest

from deeplab_family.cli.benchmark_process import BenchmarkProcess


def test_says_in_one_line_why_a_network_cannot_be_measured(tmp_path):
    path = tmp_path / "broken.keras"
    path.write_text("no model")
    with pytest.raises(ValueError, match="broken.keras cannot be") as raised:
        with BenchmarkProcess(str(path), (33, 33), 3):
            pass
    assert "not a Keras model" in str(raised.value)
    assert "Traceback" not in str(raised.value)


def test_several_lines_of_the_worker_are_kept(monkeypatch):
    said = "remarks\nerror: two are damaged:\n  a.jpg\n  b.jpg"
    command = [sys.executable, "-c", f"import sys; sys.exit({said!r})"]
    popen = subprocess.Popen
    monkeypatch.setattr(
        subprocess, "Popen", lambda _, **options: popen(command, **options)
    )
    with pytest.raises(ValueError, match="cannot be measured") as raised:
        with BenchmarkProcess("net", (33, 33), 3):
            pass
    assert str(raised.value) == (
        "net cannot be measured: two are damaged:\n  a.jpg\n  b.jpg"
    )


def test_works_when_told_to_and_ends_when_left(trained):
    with BenchmarkProcess(str(trained / "best.keras"), (33, 33), 3) as network:
        process = network._process
        seconds = network.timed_runs() + network.timed_runs()
        assert len(seconds) >= 2 and min(seconds) > 0
    assert process.poll() is not None


def test_a_process_that_ends_midway_is_noticed(trained):
    with BenchmarkProcess(str(trained / "best.keras"), (33, 33), 3) as network:
        network._process.kill()
        network._process.wait()
        with pytest.raises(ValueError, match="cannot be measured: nothing"):
            network.timed_runs()
