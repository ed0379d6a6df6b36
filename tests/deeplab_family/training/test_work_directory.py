import json
import os
import subprocess
import sys

import keras
import pytest

from deeplab_family.recipes import RECIPES
from deeplab_family.recipes.recipe_tree import read_recipe
from deeplab_family.training import WorkDirectory
from deeplab_family.training.train_state import TrainState
from deeplab_family.weights import Receipt
from input_pipeline import DatasetSpec
from tests.tiny_recipe import tiny_mobile

SPEC = DatasetSpec(("road", "sky"), ((0, 0, 0), (1, 2, 3)))
RECIPE = tiny_mobile("root")


def small_model():
    return keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])


def run_of(path, steps=(1,), recipe=RECIPE):
    """A folder with checkpoints of these steps."""
    folder = WorkDirectory(path)
    folder.claim(recipe, SPEC)
    for step in steps:
        folder.save_checkpoint(small_model(), TrainState(step=step))
    return folder


def claim(path, recipe=RECIPE):
    return WorkDirectory(path).claim(recipe, SPEC)


def test_only_a_checkpoint_claims(tmp_path):
    other = tiny_mobile("elsewhere", seed=5)
    assert claim(tmp_path) is None and claim(tmp_path, other) is None
    assert list(tmp_path.iterdir()) == []
    run_of(tmp_path, [3], other)
    assert claim(tmp_path, other).state.step == 3
    with pytest.raises(ValueError, match="train.seed was 5, now 0"):
        claim(tmp_path)


def test_the_saved_step_is_that_of_the_newest_whole_checkpoint(tmp_path):
    assert WorkDirectory(tmp_path).saved_step() is None
    folder = run_of(tmp_path, (3, 5))
    assert folder.saved_step() == 5
    folder.last.write_bytes(b"cut")
    assert folder.saved_step() == 3


def test_a_claim_is_told_how_to_train_longer(tmp_path):
    run_of(tmp_path)
    longer = tiny_mobile("root", total_steps=9)
    with pytest.raises(ValueError, match="--weights .*last.ker"):
        claim(tmp_path, longer)


def test_moved_data_are_noted(tmp_path):
    folder = run_of(tmp_path)
    assert claim(tmp_path, tiny_mobile("/mnt/root", save_every=7))
    recipe = json.loads(folder.recipe.read_text())["recipe"]
    assert recipe["data"]["root"] == "/mnt/root"
    assert recipe["train"]["save_every"] == 7


def test_classes_are_written_with_the_recipe(tmp_path):
    recipe = RECIPES["synthetic_mobile"]()
    folder = run_of(tmp_path, recipe=recipe)
    content = json.loads(folder.classes.read_text())
    assert content["class_names"] == ["road", "sky"]
    assert content["palette"] == [[0, 0, 0], [1, 2, 3]]
    assert read_recipe(folder.recipe) == recipe


def test_the_last_three_are_kept(tmp_path):
    folder = run_of(tmp_path, [2, 4, 6, 8])
    names = sorted(path.name for path in tmp_path.glob("*.keras"))
    assert names == ["last.1.keras", "last.2.keras", "last.keras"]
    for step in (8, 6, 4):
        found = claim(tmp_path)
        assert found.state.step == step
        found.path.unlink()
    assert claim(tmp_path) is None and not folder.is_claimed


def test_disks_without_links_keep_three_too(tmp_path, monkeypatch):
    def no_links(*_):
        raise PermissionError("no links here")

    monkeypatch.setattr("os.link", no_links)
    run_of(tmp_path, [2, 4, 6, 8])
    assert claim(tmp_path).state.step == 8
    assert len(list(tmp_path.glob("last*.keras"))) == 3


def truncated(path):
    os.truncate(path, path.stat().st_size // 2)


def flipped(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 4
    path.write_bytes(content)


def emptied(path):
    path.write_bytes(b"")


def no_zip(path):
    path.write_text("not a model")


def another_model(path):
    small_model().save(path)


@pytest.mark.parametrize(
    "harm", [truncated, flipped, emptied, no_zip, another_model]
)
def test_the_checkpoint_before_a_damaged_one_is_used(tmp_path, harm, caplog):
    folder = run_of(tmp_path, [2, 4])
    harm(folder.last)
    found = claim(tmp_path)
    assert (found.path.name, found.state.step) == ("last.1.keras", 2)
    assert f"{folder.last} cannot be used" in caplog.text
    assert "goes on from last.1.keras, step 2" in caplog.text
    assert (tmp_path / "last.damaged").exists()


def test_the_best_network_is_no_checkpoint(tmp_path, caplog):
    folder = run_of(tmp_path, [2, 4])
    folder.save_best(small_model(), '{"mean_iou": 0.5}')
    folder.last.write_bytes(folder.best.read_bytes())
    assert claim(tmp_path).state.step == 2
    assert "no checkpoint" in caplog.text


@pytest.mark.parametrize("found", ['{"mean_iou": 0.4}', None])
def test_scores_are_those_of_the_best_network(tmp_path, found):
    """Killed between the two files, the older scores are there, or none."""
    folder = run_of(tmp_path)
    folder.save_best(small_model(), '{"mean_iou": 0.5}')
    folder.scores.unlink()
    if found:
        folder.scores.write_text(found)
    assert folder.best_scores() == {"mean_iou": 0.5}
    assert json.loads(folder.scores.read_text()) == {"mean_iou": 0.5}


def test_without_a_whole_checkpoint_nothing_is_begun_anew(tmp_path):
    folder = run_of(tmp_path)
    emptied(folder.last)
    with pytest.raises(ValueError, match="last.keras: it is empty"):
        claim(tmp_path)
    assert folder.last.exists()


def test_a_best_network_without_its_run_is_not_written_over(tmp_path):
    (tmp_path / "best.keras").write_text("somebody's")
    with pytest.raises(ValueError, match="best.keras is of a run"):
        claim(tmp_path)


def test_failed_save_keeps_the_old_file_and_no_crumbs(tmp_path):
    class Unsavable:
        def save(self, path):
            path.write_text("half")
            raise OSError(28, "No space left on device")

    folder = run_of(tmp_path, [3])
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(OSError, match="No space"):
        folder.save_checkpoint(Unsavable(), TrainState(step=6))
    assert claim(tmp_path).state.step == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == before


KILLED = """
import os, sys
def die(*_):
    os._exit(9)
from tests.deeplab_family.training.test_work_directory import *
folder = run_of(sys.argv[1], [2, 4])
os.link = die  # the new file is written, the old one still has the name
folder.save_checkpoint(small_model(), TrainState(step=6))
"""


def test_killed_while_saving_it_goes_on_from_before(tmp_path, caplog):
    words = [sys.executable, "-c", KILLED, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": "."}
    assert subprocess.run(words, env=environment, check=False).returncode == 9
    folder = WorkDirectory(tmp_path)
    with folder.held():
        assert folder.claim(RECIPE, SPEC).state.step == 4
    assert "of a run that was killed" in caplog.text
    assert not list(tmp_path.glob(".*"))


def test_a_folder_is_held_by_one(tmp_path):
    with (
        WorkDirectory(tmp_path).held(),
        pytest.raises(ValueError, match="in use by process"),
        WorkDirectory(tmp_path).held(),
    ):
        pass


@pytest.mark.parametrize("place", ["run", "runs/of/photos"])
def test_a_failed_start_leaves_no_folder(tmp_path, place):
    with pytest.raises(MemoryError), WorkDirectory(tmp_path / place).held():
        raise MemoryError
    assert list(tmp_path.iterdir()) == []


def test_a_failed_start_leaves_what_was_there(tmp_path):
    (tmp_path / "runs" / "empty").mkdir(parents=True)
    for place in ("runs/new", "runs/empty"):
        folder = WorkDirectory(tmp_path / place)
        with pytest.raises(MemoryError), folder.held():
            raise MemoryError
    assert [p.name for p in (tmp_path / "runs").iterdir()] == ["empty"]
    assert not list((tmp_path / "runs" / "empty").iterdir())


def test_the_receipt_comes_with_the_first_checkpoint(tmp_path):
    receipt = Receipt(
        source="torchvision", file="a.pth", sha256="ab", matched=("stem/conv",)
    )
    model = small_model()
    model.weights_receipt = receipt
    folder = WorkDirectory(tmp_path)
    folder.claim(RECIPE, SPEC)
    assert not folder.weights.exists()
    folder.save_checkpoint(model, TrainState(step=1))
    tree = json.loads((tmp_path / "weights.json").read_text())
    assert Receipt.from_tree(tree) == receipt
    assert claim(tmp_path).weights == receipt


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_write_permission_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(PermissionError), WorkDirectory(tmp_path).held():
        pass
