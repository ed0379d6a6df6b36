"""`deeplab train` of a classifier, as its user types it."""

import json
import subprocess
import sys

import keras
import pytest

from deeplab_family.backbones import ResNetConfig
from deeplab_family.classification import Classifier
from deeplab_family.classification.classifier_recipe import CLASSIFIERS
from deeplab_family.cli.main import main
from deeplab_family.cli.short_flags import sort_words
from deeplab_family.cli.train_classifier import CLASSIFIER_COMMAND
from deeplab_family.recipes.recipe_tree import tree_of
from input_pipeline.classification.drawn_classes import draw_classes
from tests.deeplab_family.classification.tiny_classifier import tiny_classifier

SMALL = "--crop 32 --data.eval-short-side 32 --batch-size 4 --lr 0.01".split()


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    return draw_classes(tmp_path_factory.mktemp("tree") / "small_net")


def read(*words):
    names = [w for w in words if not w.startswith("-")][:2]
    source = CLASSIFIER_COMMAND.find(names)
    return CLASSIFIER_COMMAND.read_words(source, sort_words([*words]))


def test_a_classifier_is_trained_once(tree, tmp_path, capfd, monkeypatch):
    name = "imagenet_resnet_gcn"
    monkeypatch.setitem(CLASSIFIERS, name, lambda: tiny_classifier(""))
    folder = tmp_path / "run"
    words = ["train", name, str(tree), *SMALL, "--steps", "2"]
    words += ["--workdir", str(folder)]
    assert main(words) == 0
    out = capfd.readouterr().out
    assert "3 classes" in out
    assert "12 images to train on, 6 to judge by" in out
    assert "2 steps of 4 = 0.7 epochs" in out
    scores = json.loads((folder / "scores.json").read_text())
    assert f"top-1 error {100 * scores['top1_error']:.2f} %" in out
    assert "deeplab train DATA --network" in out
    best = keras.saving.load_model(folder / "best.keras", compile=False)
    assert type(best) is Classifier

    before = (folder / "last.keras").read_bytes()
    assert main(words) == 0
    assert "This run is finished: 2 of 2 steps" in capfd.readouterr().err
    assert (folder / "last.keras").read_bytes() == before


def test_a_rehearsal_needs_no_data(tmp_path, capfd, monkeypatch):
    """And leaves the folder of the run itself free."""
    monkeypatch.chdir(tmp_path)
    name = "imagenet_resnet_gcn"
    monkeypatch.setitem(CLASSIFIERS, name, lambda: tiny_classifier(""))
    assert main(["train", name, "--tiny"]) == 0
    said = capfd.readouterr()
    folder = tmp_path / "runs" / f"tiny_{name}"
    assert f"in runs/tiny_{name}/tiny. Its errors mean nothing" in said.err
    assert "3 classes" in said.out and "2 steps of 2" in said.out
    record = json.loads((folder / "recipe.json").read_text())["recipe"]
    assert record["data"]["root"] == f"runs/tiny_{name}/tiny/images"
    assert record["train"]["total_steps"] == 2
    assert (folder / "best.keras").exists()


def test_stages_are_none_of_a_classifier(tree, capsys):
    words = ["train", "imagenet_resnet_gcn", str(tree), "--stages", "one"]
    assert main(words) == 2
    assert "--stages is for recipes of several" in capsys.readouterr().err


def test_the_folder_of_a_run_stands_for_it(tree, tmp_path):
    recipe, _, _ = read("imagenet_resnet_gcn", str(tree), *SMALL)
    recipe = recipe.with_num_classes(3)
    path = tmp_path / "recipe.json"
    path.write_text(json.dumps({"recipe": tree_of(recipe)}))
    again, workdir, data = read(str(tmp_path))
    assert (again, workdir) == (recipe, tmp_path)
    assert data.spec.class_names == ("n01", "n02", "n10")
    again, workdir, _ = read(str(path), str(tree), "--steps", "9")
    assert again.train.total_steps == 9
    assert workdir.name == "small_net"


def test_flags_are_read_without_tensorflow(tree):
    program = f"""
import sys
from deeplab_family.cli.short_flags import sort_words
from deeplab_family.cli.train_classifier import CLASSIFIER_COMMAND
names = ["imagenet_resnet_gcn", {str(tree)!r}]
words = sort_words([*names, "--epochs", "1"])
CLASSIFIER_COMMAND.read_words(CLASSIFIER_COMMAND.find(names), words)
print("keras" in sys.modules, "tensorflow" in sys.modules)
"""
    words = [sys.executable, "-c", program]
    shown = subprocess.run(words, capture_output=True, text=True, check=True)
    assert shown.stdout == "False False\n"


def test_flags_choose_backbone_schedule_and_length(tree):
    recipe, workdir, _ = read(
        "imagenet_resnet_gcn", str(tree), *SMALL, "--epochs", "7"
    )
    assert recipe.train.total_steps == 21  # of 12 images in batches of 4
    assert workdir.name == "small_net"
    assert recipe.data.crop_size == (32, 32)
    recipe, _, _ = read(
        "imagenet_resnet_gcn",
        str(tree),
        "--model.backbone",
        "mobilenet_v2",
        "--train.schedule",
        "poly",
    )
    assert recipe.model.backbone.preset_name == "mobilenet_v2"
    assert recipe.model.backbone.output_stride == 32
    assert recipe.model.backbone.batch_norm_momentum == 0.9
    assert (
        recipe.train.schedule.kind,
        recipe.train.schedule.learning_rate,
    ) == (
        "poly",
        0.1,
    )
    recipe, _, _ = read(
        "imagenet_resnet_gcn", str(tree), "--backbone", "resnet50"
    )
    want = ResNetConfig(
        output_stride=32, multi_grid=(1, 1, 1), batch_norm_momentum=0.9
    )
    assert recipe.model.backbone == want


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--network", "gcn"], "--network is a flag of segmentation"),
        (["--train.loss", "ohem"], "--train.loss is a flag of segmentation"),
        (["--val-share", "0.1"], "--val-share is a flag of segmentation"),
        (["--backbone", "vgg"], "--model.backbone vgg is unknown"),
    ],
)
def test_flags_of_pixels_are_refused(tree, words, message, capsys):
    assert main(["train", "imagenet_resnet_gcn", str(tree), *words]) == 2
    assert message in capsys.readouterr().err


def test_missing_data_are_named(tmp_path, capsys):
    assert main(["train", "imagenet_resnet_gcn"]) == 2
    assert "DATA is missing" in capsys.readouterr().err
    gone = str(tmp_path / "gone")
    assert main(["train", "imagenet_resnet_gcn", gone]) == 2
    assert f"no folder {gone}" in capsys.readouterr().err
    assert main(["train", "imagenet_resnet_gcn", "a", "b"]) == 2
    assert "takes RECIPE and DATA" in capsys.readouterr().err
    assert main(["train", "imagenet_resnet_gcn", str(tmp_path)]) == 2
    assert "there is no folder" in capsys.readouterr().err


def test_other_words_are_no_classifier(tmp_path):
    assert CLASSIFIER_COMMAND.find([]) is None
    assert CLASSIFIER_COMMAND.find(["voc_gcn", "DATA"]) is None
    (tmp_path / "recipe.json").write_text('{"recipe": [')
    assert CLASSIFIER_COMMAND.find([str(tmp_path)]) is None
    assert CLASSIFIER_COMMAND.find([str(tmp_path / "recipe.json")]) is None
