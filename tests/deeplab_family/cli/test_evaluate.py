import csv
import json
import shutil

import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli.main import main
from tests.stand_in_model import write_stand_in


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
    assert "looks like a second model" in capsys.readouterr().err
    file = str(streets / "classes.txt")
    assert main(["evaluate", model, file]) == 2
    assert "classes.txt is a file. DATA is" in capsys.readouterr().err


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


def test_a_line_for_each_image_and_what_else_is_asked_for(
    trained, streets, tmp_path, capsys
):
    lines, path = tmp_path / "images.csv", tmp_path / "scores.json"
    words = ["evaluate", str(trained), "--per-image", str(lines)]
    words += ["--json", str(path), "--measures", "boundary,size"]
    words += ["--temperature", "fit"]
    assert main(words) == 0
    text = capsys.readouterr().out
    for title in ("Boundaries", "Recall by the size", "Calibration"):
        assert title in text

    with open(lines, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    pictures = sorted((streets / "images" / "val").iterdir())
    assert [row["image"] for row in rows] == [p.name for p in pictures]
    scores = json.loads(path.read_text())
    # A draw of two images is one of them twice, or both.
    ends = sorted(float(row["pixel_accuracy"]) for row in rows)
    assert scores["intervals"]["pixel_accuracy"] == pytest.approx(
        ends, abs=1e-5
    )
    assert all(float(row["confidence"]) > 1 / 9 for row in rows)
    assert scores["calibration"]["fitted"]["temperature"] > 0
    assert scores["boundary"]["distance"] == 7

    assert main(words) == 2  # both are there now
    assert "--overwrite" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--measures", "size", "boundry"), "perhaps you meant 'boundary'"),
        (("--measures", "kitti,trimap", "--temperature", "0"), "above 0"),
    ],
)
def test_measures_that_are_none_are_refused(trained, words, told, capsys):
    assert main(["evaluate", str(trained), *words]) == 2
    error = capsys.readouterr().err
    assert told in error and error.count("\n") == 1


def test_the_same_classes_in_another_order_are_refused(
    trained, streets, tmp_path, capsys
):
    for name in ("images", "labels"):
        (tmp_path / name).symlink_to(streets / name)
    names = (streets / "classes.txt").read_text().split()
    (tmp_path / "classes.txt").write_text("\n".join(names[::-1]) + "\n")
    assert main(["evaluate", str(trained), str(tmp_path)]) == 2
    error = capsys.readouterr().err
    told = f"model's class 0 is {names[0]!r}, the data's is {names[-1]!r}"
    assert told in error and "label_map.json" in error


@pytest.fixture
def copied(streets, tmp_path):
    """The data set, to be damaged."""
    return shutil.copytree(streets, tmp_path / "photos")


def empty(*folders, number=None):
    for folder in folders:
        for path in sorted(folder.iterdir())[:number]:
            path.unlink()


def without_split_of_labels(root):
    shutil.rmtree(root / "labels" / "val")


def without_a_label(root):
    empty(root / "labels" / "val", number=1)


def without_an_image(root):
    empty(root / "images" / "val", number=1)


def without_samples(root):
    empty(root / "images" / "val", root / "labels" / "val")


def without_anything(root):
    shutil.rmtree(root)
    root.mkdir()


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (without_split_of_labels, "labels/val"),
        (without_a_label, "val_0000"),
        (without_an_image, "val_0000"),
        (without_samples, "val"),
        (without_anything, ""),
    ],
)
def test_data_that_are_not_whole_are_told_in_one_line(
    trained, copied, damage, told, capsys
):
    damage(copied)
    assert main(["evaluate", str(trained), str(copied)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: ") and error.count("\n") == 1
    assert told in error and str(copied) in error


def test_a_measure_of_other_data_is_refused_before_the_model_is_read(
    streets, tmp_path, capsys
):
    names = (streets / "classes.txt").read_text().replace("road", "path")
    for name in ("images", "labels"):
        (tmp_path / name).symlink_to(streets / name)
    (tmp_path / "classes.txt").write_text(names)
    write_stand_in(tmp_path / "net.keras")
    words = ["evaluate", str(tmp_path / "net.keras"), str(tmp_path)]
    assert main([*words, "--measures", "kitti"]) == 2
    error = capsys.readouterr().err
    assert "class 'road'" in error and error.count("\n") == 1


def test_labels_that_are_all_ignored_are_an_error(
    trained, copied, tmp_path, capsys
):
    for path in (copied / "labels" / "val").iterdir():
        ids = np.full_like(np.asarray(Image.open(path)), 255)
        Image.fromarray(ids).save(path)
    out = tmp_path / "scores.json"
    words = ["evaluate", str(trained), str(copied), "--json", str(out)]
    assert main([*words, "--temperature", "fit"]) == 2
    said = capsys.readouterr()
    assert "no pixel of the 2 images of split 'val' is labeled" in said.err
    assert "no temperature was fitted" in said.err
    assert "Scores" not in said.out and not out.exists()
