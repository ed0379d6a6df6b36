"""`deeplab train` of a recipe in stages, from words to folders."""

import json
import subprocess
import sys
from types import SimpleNamespace

import pytest

from deeplab_family.cli.after_training import how_to_go_on
from deeplab_family.cli.labeled_data import choose_data
from deeplab_family.cli.main import main
from deeplab_family.models import DeepLabV3PlusConfig
from deeplab_family.recipes import PREVIOUS, RECIPES, Stage, StagedRecipe
from deeplab_family.recipes.changed_fields import with_fields
from deeplab_family.recipes.recipe_tree import tree_of
from deeplab_family.run_folder import model_file
from deeplab_family.training import WorkDirectory, compiled_model
from tests.deeplab_family.cli.conftest import TINY
from tests.small_network import build_small

SMALL = [*TINY, "--train.total-steps", "2"]


@pytest.fixture(scope="module")
def recipe_file(tmp_path_factory):
    """The demo's recipe twice; the second goes on from the first."""
    first = RECIPES["synthetic_mobile"]()
    first = with_fields(first, data={"root": "", "dataset": "folder"})
    second = with_fields(first, train={"weights": PREVIOUS})
    recipe = StagedRecipe(
        stages=(
            Stage(name="one", recipe=first),
            Stage(name="two", recipe=second),
        )
    )
    path = tmp_path_factory.mktemp("recipe") / "twice.json"
    path.write_text(json.dumps(tree_of(recipe)))
    return str(path)


@pytest.fixture(scope="module")
def three_layers():
    """A network of three layers in place of the recipe's, to be quick.

    How a stage takes weights over is told by `test_staged_training`.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DeepLabV3PlusConfig, "build_for_training", build_small)
        patch.setattr(
            compiled_model,
            "load_network_weights",
            lambda model, path: model.load_weights(path),
        )
        yield


@pytest.fixture(scope="module")
def trained(three_layers, recipe_file, streets, tmp_path_factory):
    """The folder of a finished run of two stages."""
    folder = tmp_path_factory.mktemp("stages") / "run"
    words = ["train", recipe_file, str(streets), "--workdir", str(folder)]
    assert main([*words, *SMALL, "--two.data.eval-split", "train"]) == 0
    return folder


def test_both_stages_are_there_with_their_own_flags(trained):
    for name in ("one", "two"):
        folder = WorkDirectory(trained / name)
        assert folder.saved_step() == 2 and folder.best.exists()
        record = json.loads(folder.recipe.read_text())["recipe"]
        split = {"one": "val", "two": "train"}[name]
        assert record["data"]["eval_split"] == split
        assert record["data"]["batch_size"] == 2
    assert record["train"]["weights"] == "previous"


def test_the_folder_stands_for_its_last_stage(trained):
    assert model_file(trained) == trained / "two/best.keras"
    choice = choose_data(SimpleNamespace(data="", dataset="auto"), trained)
    assert choice.eval_split == "train"


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
    assert "All stages are finished: one, two." in done.stderr
    assert f"deeplab export {trained}" in done.stdout
    assert f"{trained}/two/best.keras" in done.stdout


def test_the_plan_tells_each_stage(recipe_file, streets, tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr("builtins.print", lambda *t, **_: told.extend(t))

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("deeplab_family.training.train_stages", interrupted)
    words = ["train", recipe_file, str(streets), "--workdir", str(tmp_path)]
    assert main([*words, *SMALL, "--two.lr", "0.01"]) == 130
    text = "\n".join(map(str, told))
    one, two = text.index("\none  "), text.index("\ntwo  ")
    assert one < text.index("starts from fresh weights") < two
    assert two < text.index("starts from the stage before")
    assert two < text.index("learning rate 0.01")
    work = f"2 steps of 2 x 33 x 33 of {streets} (folder, train)"
    assert text.count(work) == 2
    assert f"{tmp_path}, a folder for each" in text
    assert "--two.lr 0.001" in text


def test_missing_data_are_named_before_anything_starts(tmp_path, capsys):
    folder = tmp_path / "run"
    words = ["train", "voc_deeplabv3_full", "--workdir", str(folder)]
    assert main(words) == 2
    error = capsys.readouterr().err
    for part in (
        "stage coco: the folder of its data set coco is not given",
        "--roots coco=FOLDER or --coco.data.root FOLDER",
        "stage trainval: the folder of its data set voc",
    ):
        assert part in error
    assert not folder.exists()


def test_a_plain_recipe_does_not_train_into_stages(trained, streets, capsys):
    words = ["train", "synthetic_mobile", "--workdir", str(trained)]
    assert main([*words, "--data.root", str(streets), *SMALL]) == 2
    assert "holds a run of several stages" in capsys.readouterr().err


def test_a_stopped_run_names_the_stage(trained):
    said = how_to_go_on(trained, trained / "two", 20)
    assert "step 2 of stage two is saved" in said
    assert f"`deeplab train {trained}`" in said
    said = how_to_go_on(trained, trained / "three", 20)
    assert "nothing was saved" in said and "every 20 steps" in said


def test_a_rehearsal_has_a_folder_of_its_own(
    three_layers, tmp_path, monkeypatch
):
    """The real run must find its own folder free."""
    monkeypatch.chdir(tmp_path)
    words = ["train", "synthetic_mobile", "--tiny", *TINY[:4]]
    assert main(words) == 0
    folder = WorkDirectory("runs/tiny_synthetic_mobile")
    assert folder.saved_step() == 2
    data = json.loads(folder.recipe.read_text())["recipe"]["data"]
    assert data["root"] == "runs/tiny_synthetic_mobile/tiny/streets"
    assert not (tmp_path / "runs/synthetic").exists()
