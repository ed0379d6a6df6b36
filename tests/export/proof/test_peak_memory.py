import subprocess

from export.proof import peak_memory as module
from export.proof.peak_memory import peak_memory


def test_a_file_takes_some_memory_but_not_that_of_this_process(exported):
    path = exported.folder / "model_float32.tflite"
    grown = peak_memory(path, (33, 49), 2)
    assert 0 < grown < 100e6


def test_a_file_that_cannot_be_run_has_no_figure(tmp_path):
    broken = tmp_path / "model.tflite"
    broken.write_bytes(b"nothing")
    assert peak_memory(broken, (33, 49), 1) is None


def test_a_child_that_hangs_has_no_figure(tmp_path, monkeypatch):
    def hang(command, **settings):
        raise subprocess.TimeoutExpired(command, settings["timeout"])

    monkeypatch.setattr(module.subprocess, "run", hang)
    assert peak_memory(tmp_path / "model.tflite", (33, 49), 1) is None
