import json

from deeplab_family.cli.main import main


def test_prints_a_table_and_writes_the_same_as_json(
    trained, streets, tmp_path, capsys
):
    path = tmp_path / "scores.json"
    words = ["evaluate", str(trained / "best.keras"), "--dataset", "synthetic"]
    assert main([*words, "--root", str(streets), "--json", str(path)]) == 0
    text = capsys.readouterr().out
    scores = json.loads(path.read_text())
    assert f"{scores['mean_iou']:.4f}" in text
    held = json.loads((trained / "scores.json").read_text())
    assert scores["mean_iou"] == held["mean_iou"]


def test_missing_model_is_named(streets, tmp_path, capsys):
    words = ["evaluate", str(tmp_path / "no.keras"), "--root", str(streets)]
    assert main(words) == 2
    assert "no.keras" in capsys.readouterr().err


def test_data_of_other_classes_is_refused(trained, streets, tmp_path, capsys):
    other = tmp_path / "other"
    other.mkdir()
    for name in ("images", "labels"):
        (other / name).symlink_to(streets / name)
    (other / "classes.txt").write_text("\n".join("abcdefghijk") + "\n")
    words = ["evaluate", str(trained / "best.keras"), "--root", str(other)]
    assert main(words) == 2
    error = capsys.readouterr().err
    assert "9 classes" in error and "11" in error
