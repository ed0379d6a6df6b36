"""What the files of a run say of it, good ones and hostile ones."""

import json
import os
import subprocess
import sys
import zipfile

import keras
import pytest

from deeplab_family.recipes import RECIPES
from deeplab_family.recipes.recipe_tree import tree_of
from deeplab_family.training import WorkDirectory
from deeplab_family.training.history import History
from deeplab_family.training.run_listing import (
    ForeignFileError,
    find_run_folders,
    summarize,
)
from deeplab_family.training.train_state import TrainState
from input_pipeline import DatasetSpec

SPEC = DatasetSpec(("road", "sky"), ((0, 0, 0), (1, 2, 3)))
RECIPE = RECIPES["synthetic_mobile"]()
TOTAL = RECIPE.train.total_steps


def small_model():
    return keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])


def run_of(path, steps=(4,), mean_iou=0.625):
    folder = WorkDirectory(path)
    folder.claim(RECIPE, SPEC)
    for step in steps:
        folder.save_checkpoint(small_model(), TrainState(step=step))
    if mean_iou is not None:
        folder.save_best(small_model(), json.dumps({"mean_iou": mean_iou}))
    return folder


def test_a_stopped_run_is_described_by_its_files(tmp_path):
    folder = run_of(tmp_path / "photos", (4, 8))
    run = summarize(folder.path)
    assert (run.state, run.step, run.total_steps) == ("stopped", 8, TOTAL)
    assert (run.network, run.backbone) == ("deeplabv3plus", "mobilenet_v2")
    assert (run.dataset, run.mean_iou) == ("synthetic", 0.625)
    times = [path.stat().st_mtime for path in folder.path.iterdir()]
    assert (run.began, run.written) == (min(times), max(times))


def test_it_runs_while_a_process_holds_it_and_can_still_be_taken(tmp_path):
    folder = run_of(tmp_path)
    with folder.held():
        assert summarize(tmp_path).state == "running"
        assert list(find_run_folders(tmp_path)) == [tmp_path]
    assert summarize(tmp_path).state == "stopped"
    with folder.held():
        pass


def test_it_is_finished_when_its_last_step_was_judged(tmp_path):
    folder = run_of(tmp_path, (TOTAL,))
    assert summarize(tmp_path).state == "stopped", "the evaluation is missing"
    History(folder.history).add({"step": TOTAL, "val_mean_iou": 0.5})
    assert summarize(tmp_path).state == "finished"


def test_it_is_finished_when_patience_is_lost(tmp_path):
    folder = run_of(tmp_path, (12,))
    record = json.loads(folder.recipe.read_text())
    for step, score in ((4, 0.5), (8, 0.25), (12, 0.25)):
        History(folder.history).add({"step": step, "val_mean_iou": score})
    for patience, state in ((None, "stopped"), (3, "stopped"), (2, "finished")):
        record["recipe"]["train"]["patience"] = patience
        folder.recipe.write_text(json.dumps(record))
        assert summarize(tmp_path).state == state


def test_it_diverged_until_it_is_past_that_step(tmp_path):
    folder = run_of(tmp_path)
    folder.diverged.mkdir()
    (folder.diverged / "step_6.json").write_text("{}")
    assert summarize(tmp_path).state == "diverged"
    folder.save_checkpoint(small_model(), TrainState(step=6))
    assert summarize(tmp_path).state == "stopped"


def test_a_start_that_diverged_is_found_without_a_recipe(tmp_path):
    (tmp_path / "diverged").mkdir()
    (tmp_path / "diverged" / "step_1.json").write_text("{}")
    (found,) = find_run_folders(tmp_path)
    run = summarize(found)
    assert (run.state, run.step, run.total_steps) == ("diverged", None, None)


def test_the_checkpoint_before_a_damaged_one_counts(tmp_path):
    folder = run_of(tmp_path, (4, 8))
    os.truncate(folder.last, 1000)
    run = summarize(tmp_path)
    assert (run.state, run.step) == ("stopped", 4)
    assert run.note.startswith("last.keras: it is cut short")
    os.truncate(tmp_path / "last.1.keras", 0)
    run = summarize(tmp_path)
    assert (run.state, run.step) == ("damaged", None)
    assert "last.1.keras: it is empty" in run.note


def test_a_change_in_the_middle_is_seen_when_all_is_read(tmp_path):
    folder = run_of(tmp_path)
    content = bytearray(folder.last.read_bytes())
    content[60] ^= 1
    folder.last.write_bytes(content)
    assert summarize(tmp_path).state == "stopped"
    checked = summarize(tmp_path, check=True)
    assert (checked.state, checked.note) == (
        "damaged",
        "last.keras: its checksum is wrong: bytes have changed",
    )


def test_a_recipe_of_another_version_is_named_in_its_own_words(tmp_path):
    folder = run_of(tmp_path)
    record = json.loads(folder.recipe.read_text())
    record["recipe"]["model"]["type"] = "DeepLabV9Config"
    folder.recipe.write_text(json.dumps(record))
    assert summarize(tmp_path).network == "DeepLabV9Config"


def write(text):
    return lambda path: path.write_text(text)


@pytest.mark.parametrize(
    "harm",
    [
        write(""),
        write("[]"),
        write('{"recipe": 5}'),
        write("[" * 100_000),
        write('{"recipe": {"data": {}, "train": {}, "model": {}}}'),
        write('{"eggs": 3, "flour": "200 g"}'),
        lambda path: path.write_bytes(b"\xff\xfe\x00"),
        lambda path: path.mkdir(),
        lambda path: os.mkfifo(path),
        lambda path: (path.touch(), os.truncate(path, 2**40)),
    ],
)
def test_foreign_recipes_are_named(tmp_path, harm):
    harm(tmp_path / "recipe.json")
    with pytest.raises(ForeignFileError, match="recipe.json is no recipe"):
        summarize(tmp_path)


def test_hostile_files_beside_a_recipe_are_survived(tmp_path):
    folder = run_of(tmp_path, (4, 8, 9), mean_iou=None)
    os.mkfifo(folder.best)
    os.mkfifo(folder.history)
    folder.last.unlink()
    os.mkfifo(folder.last)
    bomb = tmp_path / "last.1.keras"
    ending = bomb.read_bytes()[-86:]
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("run.json", b" " * 2**27)
        archive.comment = ending
    (tmp_path / ".lock").symlink_to("/dev/zero")
    run = summarize(tmp_path)
    assert (run.state, run.step, run.mean_iou) == ("stopped", 4, None)
    assert run.note == "last.1.keras: its record is too large"


def test_hidden_folders_and_links_are_not_followed(tmp_path):
    for name in ("b", "a", ".trash"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "recipe.json").write_text("{}")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [p.name for p in find_run_folders(tmp_path)] == ["a", "b"]


def test_the_lock_of_another_program_is_no_run(tmp_path):
    (tmp_path / ".lock").write_text("4711")
    assert list(find_run_folders(tmp_path)) == [tmp_path]
    assert summarize(tmp_path) is None


def test_the_folder_of_stages_leaves_the_word_to_them(tmp_path):
    record = {"recipe": {"stages": [{"name": "a", "recipe": tree_of(RECIPE)}]}}
    (tmp_path / "recipe.json").write_text(json.dumps(record))
    assert summarize(tmp_path) is None


def test_neither_tensorflow_nor_keras_is_needed(tmp_path):
    run_of(tmp_path / "photos")
    program = f"""
import sys
from deeplab_family.cli.main import main
assert main(["runs", {str(tmp_path)!r}, "--json"]) == 0
assert not {{"tensorflow", "keras"}} & sys.modules.keys()
"""
    words = [sys.executable, "-c", program]
    found = subprocess.run(words, check=True, capture_output=True, text=True)
    (run,) = json.loads(found.stdout)
    assert (run["step"], run["mean_iou"]) == (4, 0.625)
