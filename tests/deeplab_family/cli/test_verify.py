import pytest

from deeplab_family.cli.main import main
from export import Finding, VerifyResult


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """The questions to `verify_export`, answered with one finding."""
    monkeypatch.chdir(tmp_path)
    for name in ("good", "bad", "photos"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "export_report.json").touch()
    questions = []

    def answer(folder, **options):
        questions.append((folder, options))
        finding = Finding(
            path="m.tflite",
            check="checksum",
            good=folder.name == "good",
            detail="looked at",
        )
        return VerifyResult(findings=(finding,), caption="")

    monkeypatch.setattr("export.verify_export", answer)
    return questions


def test_what_holds_is_shown_and_ends_with_0(asked, capsys):
    assert main(["verify", "good", "--images", "photos"]) == 0
    assert "m.tflite" in capsys.readouterr().out
    [(folder, options)] = asked
    assert str(folder) == "good"
    assert str(options["images"]) == "photos"
    assert options["model"] is None
    assert options["data"] is None


def test_what_does_not_hold_ends_with_1_and_its_name(asked, capsys):
    assert main(["verify", "bad"]) == 1
    assert "error: m.tflite: looked at" in capsys.readouterr().err


def test_a_folder_that_is_no_export_ends_with_2(tmp_path, capsys):
    assert main(["verify", str(tmp_path)]) == 2
    assert "holds no export_report.json" in capsys.readouterr().err


def test_the_command_it_advises_can_be_pasted(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a run").mkdir()
    (tmp_path / "a run" / "recipe.json").write_text("{}")
    assert main(["verify", "a run"]) == 2
    assert "Export it first: deeplab export 'a run'" in capsys.readouterr().err
