import os

from deeplab_family import machine as module
from deeplab_family.machine import machine


def test_the_processor_is_read_where_the_system_tells_it(tmp_path, monkeypatch):
    told = tmp_path / "cpuinfo"
    told.write_text("flags : a b\nmodel name\t: Turbo 9000\nmodel name : x\n")
    monkeypatch.setattr(module, "CPU_INFO", told)
    assert machine().startswith(f"Turbo 9000, {os.cpu_count()} CPUs, ")


def test_a_system_that_tells_nothing_still_has_a_line(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CPU_INFO", tmp_path / "nothing")
    monkeypatch.setattr(module.platform, "processor", lambda: "")
    assert machine().startswith("unknown processor, ")
