import sys

import pytest

from deeplab_family.visualization.machine_fonts import machine_fonts


@pytest.mark.skipif(sys.platform != "linux", reason="other folders")
def test_plain_fonts_come_first(tmp_path, monkeypatch):
    names = ["B-Bold.ttf", "A-BoldItalic.otf", "C.TTF", "deep/D.ttc", "e.txt"]
    for name in names:
        path = tmp_path / "fonts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    machine_fonts.cache_clear()
    found = [path for path in machine_fonts() if path.startswith(str(tmp_path))]
    machine_fonts.cache_clear()
    expected = ["C.TTF", "deep/D.ttc", "B-Bold.ttf", "A-BoldItalic.otf"]
    assert found == [str(tmp_path / "fonts" / name) for name in expected]
