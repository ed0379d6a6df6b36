import json

import pytest

from deeplab_family.cli import demo
from deeplab_family.cli.main import main


@pytest.mark.slow
def test_the_whole_road(tmp_path, capsys):
    assert main(["demo", "--workdir", str(tmp_path), "--steps", "150"]) == 0
    report = json.loads((tmp_path / "export/export_report.json").read_text())
    assert report
    assert len(list((tmp_path / "predictions").glob("*_overlay.jpg"))) == 40
    last = capsys.readouterr().out.splitlines()[-1].strip()
    assert last == (tmp_path / "report/evaluation.html").resolve().as_uri()
    page = (tmp_path / "report/evaluation.html").read_text()
    assert page.count("<img") == 9 * 5


def test_says_what_each_step_does_and_for_how_long(
    tmp_path, capsys, monkeypatch
):
    for command in (demo.train, demo.evaluate, demo.predict, demo.export):
        monkeypatch.setattr(command, "main", lambda words: 0)
    monkeypatch.setattr(demo, "_draw_sheet", lambda home, streets: None)
    assert demo.main(["--workdir", str(tmp_path), "--steps", "600"]) == 0
    lines = capsys.readouterr().out.splitlines()
    told = [i for i, line in enumerate(lines) if line.startswith("# Now: ")]
    assert "about 2 minutes" in lines[told[0]]
    for i, command in zip(
        told, ("train", "evaluate", "predict", "export"), strict=True
    ):
        assert "minute" in lines[i] or "seconds" in lines[i]
        assert lines[i + 1].startswith(f"$ deeplab {command} ")
    assert lines[-1].endswith("/report/evaluation.html"), "the demo's end"


def test_stops_at_the_first_step_that_fails(tmp_path, capsys):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert main(["demo", "--workdir", str(blocked)]) == 2
    assert "evaluate" not in capsys.readouterr().out


def test_a_folder_of_other_files_is_left_alone(tmp_path, capsys):
    (tmp_path / "predictions").mkdir()
    assert main(["demo", "--workdir", str(tmp_path)]) == 2
    assert "holds files that no demo made" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["predictions"]
