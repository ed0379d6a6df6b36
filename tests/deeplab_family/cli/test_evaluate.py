import json

from deeplab_family.cli.main import main


def test_prints_a_table_and_writes_the_same_as_json(
    trained, streets, tmp_path, capsys
):
    path = tmp_path / "scores.json"
    words = ["evaluate", str(trained / "best.keras"), "--dataset", "synthetic"]
    assert main([*words, str(streets), "--json", str(path)]) == 0
    text = capsys.readouterr().out
    scores = json.loads(path.read_text())
    assert f"{scores['mean_iou']:.4f}" in text
    held = json.loads((trained / "scores.json").read_text())
    assert scores["mean_iou"] == held["mean_iou"]


def test_missing_model_is_named(streets, tmp_path, capsys):
    words = ["evaluate", str(tmp_path / "no.keras"), str(streets)]
    assert main(words) == 2
    assert "no.keras" in capsys.readouterr().err


def test_data_of_other_classes_is_refused(trained, streets, tmp_path, capsys):
    other = tmp_path / "other"
    other.mkdir()
    for name in ("images", "labels"):
        (other / name).symlink_to(streets / name)
    (other / "classes.txt").write_text("\n".join("abcdefghijk") + "\n")
    words = ["evaluate", str(trained / "best.keras"), str(other)]
    assert main(words) == 2
    error = capsys.readouterr().err
    assert "9 classes" in error and "11" in error


def test_a_run_is_evaluated_on_its_own_data(trained, tmp_path, capsys):
    path = tmp_path / "scores.json"
    assert main(["evaluate", str(trained), "--json", str(path)]) == 0
    held = json.loads((trained / "scores.json").read_text())
    assert json.loads(path.read_text())["mean_iou"] == held["mean_iou"]
    words = ["evaluate", str(trained), "--split", "train"]
    assert main(words) == 0
    assert "Scores on 6 images" in capsys.readouterr().out


def test_data_is_a_word_and_its_layout_is_recognized(trained, streets, capsys):
    model = str(trained / "best.keras")
    assert main(["evaluate", model, str(streets)]) == 0
    assert "Scores on 2 images" in capsys.readouterr().out
    assert main(["evaluate", model]) == 2
    assert "DATA is missing" in capsys.readouterr().err
    assert main(["evaluate", model, model]) == 2
    assert "best.keras is a file. DATA is" in capsys.readouterr().err


def test_a_folder_without_splits_is_judged_by_its_share(
    trained, streets, tmp_path, capsys
):
    for part, name in (("images", "images"), ("labels", "masks")):
        (tmp_path / name).mkdir()
        for path in (streets / part / "train").iterdir():
            (tmp_path / name / path.name).symlink_to(path)
    (tmp_path / "classes.txt").symlink_to(streets / "classes.txt")
    words = ["evaluate", str(trained), str(tmp_path)]
    assert main([*words, "--val-share", "0.5"]) == 0
    assert "Scores on 3 images" in capsys.readouterr().out
