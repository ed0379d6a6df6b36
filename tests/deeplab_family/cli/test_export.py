import json
import shutil

import keras
import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli.main import main
from input_pipeline.synthetic.classes import CLASS_NAMES
from tests.randomize import randomize


def export(trained, streets, output, *more):
    words = ["export", str(trained / "best.keras"), "--output", str(output)]
    words += ["--image-size", "48", "64"]
    words += ["--calibration", str(streets / "images" / "val")]
    return main([*words, *more])


def test_writes_every_file_and_the_proof(trained, streets, tmp_path, capsys):
    assert export(trained, streets, tmp_path / "out") == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        "serving",
        "model_float32.tflite",
        "model_float16.tflite",
        "model_int8.tflite",
        "export_report.html",
        "export_report.json",
        "export_report.md",
        "model_card.json",
        "model_card.md",
        "proof",
        "classes.json",
    }
    assert "model_int8.tflite" in capsys.readouterr().out


@pytest.mark.slow
def test_file_beyond_its_limit_fails_the_command_by_name(
    trained, streets, tmp_path, capsys
):
    model = randomize(keras.saving.load_model(trained / "best.keras"))
    # Classes that differ by less than a step of int8.
    noise = np.random.default_rng(0).normal(size=(1, 1, 8, 9))
    model.get_layer("head").conv.kernel.assign(1 + 1e-3 * noise)
    model.get_layer("head").conv.bias.assign(np.zeros(9))
    model.save(tmp_path / "best.keras")
    words = ["--int8-equal-pixels", "1.0", "--artifacts", "int8"]
    words += ["--report", str(tmp_path / "why")]
    assert export(tmp_path, streets, tmp_path / "out", *words) == 1
    assert "int8" in capsys.readouterr().err
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["best.keras", "why"]
    assert "FAILED" in (tmp_path / "why" / "export_report.html").read_text()


@pytest.mark.slow
def test_only_files_of_integers_need_calibration(
    trained, streets, tmp_path, capsys
):
    words = ["export", str(trained / "best.keras"), "--image-size", "48", "64"]
    words += ["--images", str(streets / "images" / "val")]
    words += ["--output", str(tmp_path / "out"), "--artifacts", "float32"]
    assert main([*words, "int8"]) == 2
    assert "--calibration FOLDER is missing: int8" in capsys.readouterr().err
    assert main(words) == 0
    assert (tmp_path / "out" / "model_float32.tflite").exists()


def test_budget_of_accuracy_needs_labels(trained, streets, tmp_path, capsys):
    words = ["--max-miou-drop", "1.0"]
    assert export(trained, streets, tmp_path / "out", *words) == 2
    assert "`max_miou_drop` needs labels" in capsys.readouterr().err


def test_missing_photographs_are_named(trained, streets, tmp_path, capsys):
    words = ["--images", str(tmp_path / "nowhere")]
    assert export(trained, streets, tmp_path / "out", *words) == 2
    assert "nowhere" in capsys.readouterr().err


def test_folder_that_holds_something_else_is_kept(
    trained, streets, tmp_path, capsys
):
    output = tmp_path / "out"
    output.mkdir()
    (output / "thesis.txt").write_text("precious")
    assert export(trained, streets, output, "--overwrite") == 2
    assert (output / "thesis.txt").read_text() == "precious"


def test_the_copy_of_the_report_replaces_nothing(
    trained, streets, tmp_path, capsys
):
    (tmp_path / "why").mkdir()
    mine = tmp_path / "why" / "export_report.md"
    mine.write_text("mine")
    for folder, words in [("why", "there already"), ("out", "another folder")]:
        more = ["--report", str(tmp_path / folder)]
        assert export(trained, streets, tmp_path / "out", *more) == 2
        assert words in capsys.readouterr().err
    assert mine.read_text() == "mine" and not (tmp_path / "out").exists()


def folder_of(streets, root, change=lambda ids: ids, names=CLASS_NAMES):
    """The drawn streets as a plain folder, with other labels."""
    for part in ("train", "val"):
        (root / "images" / part).parent.mkdir(parents=True, exist_ok=True)
        (root / "images" / part).symlink_to(streets / "images" / part)
        (root / "labels" / part).mkdir(parents=True)
        for path in (streets / "labels" / part).iterdir():
            ids = change(np.asarray(Image.open(path)))
            Image.fromarray(ids).save(root / "labels" / part / path.name)
    (root / "classes.txt").write_text("\n".join(names))
    return root


def test_evaluate_export_and_verify_see_one_mean_iou(
    in_process, trained, streets, tmp_path, capsys
):
    root = folder_of(streets, tmp_path / "zero", lambda ids: ids + np.uint8(1))
    pairs = [{"stored": i + 1, "class": i} for i in range(len(CLASS_NAMES))]
    pairs.append({"stored": 0, "class": 255})
    (root / "label_map.json").write_text(json.dumps({"pairs": pairs}))
    scores, out = tmp_path / "scores.json", tmp_path / "out"
    model = ["evaluate", str(trained / "best.keras"), "--json", str(scores)]
    assert main([*model, str(root)]) == 0
    expected = json.loads(scores.read_text())["mean_iou"]
    words = [str(root), "--max-miou-drop", "1.0"]
    words += ["--artifacts", "float32"]
    assert export(trained, streets, out, *words) == 0
    report = json.loads((out / "export_report.json").read_text())
    measured = report["verification"]["keras_mean_iou"]
    assert measured == pytest.approx(expected, abs=1e-6)
    held = json.loads((trained / "scores.json").read_text())["mean_iou"]
    assert measured == pytest.approx(held, abs=1e-6)
    assert report["data"] == "zero (folder), split val"
    capsys.readouterr()
    assert main(["verify", str(out), str(root)]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert f"mean IoU {expected:.4f}" in shown
    # The same classes in another order, ids accordingly: refused by each.
    last = len(CLASS_NAMES) - 1
    other = folder_of(
        streets,
        tmp_path / "other",
        lambda ids: np.where(ids == 255, 255, last - ids).astype(np.uint8),
        CLASS_NAMES[::-1],
    )
    first = f"class 0 is '{CLASS_NAMES[0]}', the data's is '{CLASS_NAMES[-1]}'"
    assert main([*model, "--overwrite", str(other)]) == 2
    assert first in capsys.readouterr().err
    assert main(["verify", str(out), str(other)]) == 2
    assert first in capsys.readouterr().err
    words = [str(other), "--artifacts", "float32"]
    assert export(trained, streets, tmp_path / "no", *words) == 2
    assert first in capsys.readouterr().err
    assert not (tmp_path / "no").exists()
    exported = ["evaluate", str(out / "model_float32.tflite")]
    assert main([*exported, str(other)]) == 2
    assert first in capsys.readouterr().err


def test_a_run_is_exported_into_its_folder_with_its_own_data(
    in_process, trained, tmp_path, capsys
):
    run = shutil.copytree(trained, tmp_path / "run")
    assert main(["export", str(run), "--artifacts", "int8"]) == 0
    text = capsys.readouterr().out
    assert "Image size 48 x 64, of 6 of 6 training images" in text
    assert "--image-size HEIGHT WIDTH" in text
    report = json.loads((run / "export" / "export_report.json").read_text())
    assert report["data"] == "streets (synthetic), split val"
    held = json.loads((run / "scores.json").read_text())["mean_iou"]
    measured = report["verification"]["keras_mean_iou"]
    assert measured == pytest.approx(held, abs=1e-6)
    # The export is a model now, and no run is an export.
    images = ["--output", str(tmp_path / "masks")]
    photo = str(next((tmp_path / "run").glob("export/proof/**/*.png")))
    assert main(["predict", str(run / "export"), photo, *images]) == 0
    assert main(["verify", str(run)]) == 2
    assert f"Its export is {run / 'export'}" in capsys.readouterr().err


def test_without_data_the_size_is_asked_for(trained, tmp_path, capsys):
    words = ["export", str(trained / "best.keras")]
    assert main([*words, "--output", str(tmp_path / "out")]) == 2
    assert "--image-size 513 513" in capsys.readouterr().err
    assert main(words) == 2
    assert "--output FOLDER is missing" in capsys.readouterr().err
