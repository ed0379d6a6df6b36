import json
import os

from deeplab_family.cli.main import main
from tests.deeplab_family.training.test_run_listing import TOTAL, run_of


def test_runs_are_listed_the_last_written_first(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    run_of(tmp_path / "old", (4,), mean_iou=0.25)
    run_of(tmp_path / "deep" / "new", (8,), mean_iou=None)
    for path in (tmp_path / "old").iterdir():
        os.utime(path, (1e9, 1e9))
    (tmp_path / "cake").mkdir()
    (tmp_path / "cake" / "recipe.json").write_text('{"flour": 200}')
    assert main(["runs", str(tmp_path)]) == 0
    said = capsys.readouterr()
    lines = [line for line in said.out.splitlines() if "deeplabv3plus" in line]
    assert "deep/new" in lines[0] and "old" in lines[1]
    for words in (f"{TOTAL:,}", "0.2500", "stopped", "2001-09-09"):
        assert words in lines[1]
    assert f"left out: {tmp_path}/cake/recipe.json is no recipe" in said.err


def test_json_has_all_and_nothing_else(tmp_path, capsys):
    run_of(tmp_path / "old", (4,), mean_iou=float("nan"))
    assert main(["runs", str(tmp_path), "--json"]) == 0
    (run,) = json.loads(capsys.readouterr().out)
    assert run["path"] == str(tmp_path / "old")
    assert (run["step"], run["mean_iou"], run["state"]) == (4, None, "stopped")


def test_no_run_and_no_folder_are_said(tmp_path, capsys):
    assert main(["runs", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"No run in {tmp_path}.\n"
    assert main(["runs", str(tmp_path / "gone")]) == 2
    assert "there is no folder" in capsys.readouterr().err
