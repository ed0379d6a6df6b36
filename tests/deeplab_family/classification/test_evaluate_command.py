import json
import shutil

import pytest

from deeplab_family.cli.main import main


@pytest.fixture(scope="module")
def run(finished):
    return finished[1]


def test_a_run_gives_the_errors_that_it_was_kept_for(run, tmp_path, capsys):
    path = tmp_path / "errors.json"
    assert main(["evaluate", str(run), "--json", str(path)]) == 0
    held = json.loads((run / "scores.json").read_text())
    assert json.loads(path.read_text()) == held
    text = capsys.readouterr().out
    assert f"top-1 error {100 * held['top1_error']:.2f} %" in text
    assert "of 6 images" in text and "3 classes" in text


def test_a_file_takes_other_images_and_another_split(
    run, tree, tmp_path, capsys
):
    """All validation images of one class: the error is 0 or 1 for each."""
    other = tmp_path / "other"
    shutil.copytree(tree, other)
    model = str(run / "best.keras")
    words = ["evaluate", model, str(other), "--split", "train"]
    assert main(words) == 0
    assert "of 12 images" in capsys.readouterr().out
    assert main(["evaluate", model]) == 2
    assert "DATA is missing" in capsys.readouterr().err


def test_other_classes_are_refused_by_name(run, tree, tmp_path, capsys):
    other = tmp_path / "other"
    shutil.copytree(tree, other)
    for split in ("train", "val"):
        first = sorted((other / split).iterdir())[0]
        first.rename(first.with_name("aardvark"))
    assert main(["evaluate", str(run), str(other)]) == 2
    assert "'aardvark'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["--per-image", "a.csv"], ["--measures", "size"], ["--dataset", "voc"]],
)
def test_options_of_pixels_are_refused(run, words, capsys):
    assert main(["evaluate", str(run), *words]) == 2
    error = capsys.readouterr().err
    assert f"{words[0]} is for segmentation" in error
