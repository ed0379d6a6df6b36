"""Class weights of a run: from the doctor, a file or numbers, by name."""

import dataclasses
import json
import shutil

import keras
import pytest

from deeplab_family.losses import CrossEntropyConfig, DiceConfig, SumConfig
from deeplab_family.optimizers import ConstantConfig
from deeplab_family.training import train
from deeplab_family.training.class_weights import (
    count_weights,
    read_weights_file,
    with_class_weights,
)
from deeplab_family.training.held_class_weights import (
    take_held_class_weights,
)
from deeplab_family.training.train_state import TrainState
from deeplab_family.training.training_loop import TrainingLoop
from deeplab_family.training.work_directory import WorkDirectory
from input_pipeline import open_data
from input_pipeline.doctor import examine
from tests.tiny_recipe import tiny_mobile

NAMES = ("road", "pole", "sky")


def report(weights: dict, formula="median_frequency", **fields) -> dict:
    """What `deeplab doctor --json` writes, as far as it matters here."""
    classes = [
        {"id": n, "name": name, "weights": {formula: weight, "enet": 40.0}}
        for n, (name, weight) in enumerate(weights.items())
    ]
    return {"format": 1, "classes": classes, **fields}


def read(content, tmp_path, names=NAMES):
    file = tmp_path / "weights.json"
    file.write_text(
        content if isinstance(content, str) else json.dumps(content)
    )
    return read_weights_file(file, names)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ([1, 2.5, None], (1.0, 2.5, 1.0)),
        ({"sky": 0.5, "road": 2}, (2.0, 1.0, 0.5)),
        (report({"sky": 0.5, "road": 2.0, "pole": None}), (2.0, 1.0, 0.5)),
        (report({"class_0": 4.0, "class_1": 3.0, "class_2": 2.0}), (4, 3, 2)),
    ],
    ids=["list", "object", "report in another order", "unnamed report"],
)
def test_files_are_read_by_the_names_that_they_have(
    content, expected, tmp_path
):
    assert read(content, tmp_path) == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([1, 2], "one finite number >= 0 for each of the 3 classes road, pole"),
        ([1, 2, 3, 4], r"weights\.json holds: \[1, 2, 3, 4\]"),
        ([1, -2, 3], r"3 classes road, pole, sky.*holds: \[1, -2, 3\]"),
        ("[1, NaN, 3]", r"holds: \[1, nan, 3\]"),
        ([0, 0, 0], "not all 0"),
        ("3.5", "holds: 3.5"),
        ("no json", "weights.json cannot be read"),
        ({"tree": 1.0}, "weights for tree, .* classes are: road, pole, sky"),
        ({"road": -1.0}, r"holds: \[-1.0, None, None\]"),
        (report({"road": 1.0, "sky": 2.0}), "no weight for pole.*deeplab doc"),
        (
            report({"road": 1.0, "pole": 1.0, "sky": 2.0, "tree": 3.0}),
            "weights for tree, which the data do not have",
        ),
        (report({"class_0": 1.0, "class_1": 1.0}), "each of the 3 classes"),
        (report({"road": None, "pole": None, "sky": None}), "has no weights"),
        (report({"road": 1.0}, formula="other"), "no report of this `deeplab"),
    ],
)
def test_refuses_files_that_do_not_fit_and_names_them(
    content, message, tmp_path
):
    with pytest.raises(ValueError, match=message) as error:
        read(content, tmp_path)
    assert str(tmp_path / "weights.json") in str(error.value)


@pytest.fixture
def recipe(streets, tmp_path):
    """On data whose folder nobody else writes to."""
    root = tmp_path / "data" / "streets"
    shutil.copytree(streets, root)
    return tiny_mobile(
        root,
        loss=CrossEntropyConfig(class_weights="doctor"),
        schedule=ConstantConfig(learning_rate=0.01),
        total_steps=1,
        eval_every=1,
    )


def resolved(recipe, folder):
    data = open_data(recipe.data)
    return with_class_weights(recipe, data, WorkDirectory(folder)).train.loss


def test_counts_are_those_of_the_doctor(recipe, tmp_path, capsys):
    root = recipe.data.root
    expected = examine(root, "synthetic", ("train",)).weights()
    found = resolved(recipe, tmp_path / "run").class_weights
    assert found == tuple(w or 1.0 for w in expected["median_frequency"])
    assert found == count_weights(open_data(recipe.data))
    said = capsys.readouterr().err
    assert "no doctor.json" in said
    assert f"Class weights (labels of the split 'train' of {root}): " in said


@pytest.mark.parametrize("place", ["within", "beside", "of other data"])
def test_the_report_of_the_doctor_is_found(recipe, tmp_path, capsys, place):
    names = open_data(recipe.data).spec.class_names
    root = tmp_path / "data" / "streets"
    file = (root if place == "within" else root.parent) / "doctor.json"
    told = root if place == "beside" else tmp_path / "others"
    weights = {name: 2.0 + n for n, name in reversed([*enumerate(names)])}
    file.write_text(json.dumps(report(weights, root=str(told))))

    found = resolved(recipe, tmp_path / "run").class_weights

    of_report = tuple(2.0 + n for n in range(len(names)))
    assert (found == of_report) == (place != "of other data")
    named = f"report {file}" in capsys.readouterr().err
    assert named == (place != "of other data")


def test_numbers_are_checked_against_the_classes_of_the_data(recipe, tmp_path):
    loss = CrossEntropyConfig(class_weights=(1.0, 2.0))
    changed = dataclasses.replace(
        recipe, train=dataclasses.replace(recipe.train, loss=loss)
    )
    with pytest.raises(ValueError, match=r"road.*they are: \(1.0, 2.0\)"):
        resolved(changed, tmp_path / "run")


def test_each_loss_of_a_sum_has_its_own(recipe, tmp_path):
    file = tmp_path / "weights.json"
    names = open_data(recipe.data).spec.class_names
    file.write_text(json.dumps({names[0]: 0.0}))
    loss = SumConfig(
        losses=(
            CrossEntropyConfig(class_weights="doctor"),
            CrossEntropyConfig(),
            DiceConfig(class_weights=str(file)),
        )
    )
    changed = dataclasses.replace(
        recipe, train=dataclasses.replace(recipe.train, loss=loss)
    )
    first, second, third = resolved(changed, tmp_path / "run").losses
    assert first.class_weights == count_weights(open_data(recipe.data))
    assert second.class_weights is None
    assert third.class_weights == (0.0,) + (1.0,) * (len(names) - 1)


def test_a_run_stores_numbers_and_goes_on_with_them(
    recipe, tmp_path, capsys, monkeypatch
):
    def save_only(loop):
        loop.folder.save_checkpoint(loop.model, loop.state)

    monkeypatch.setattr(TrainingLoop, "run", save_only)
    folder = tmp_path / "run"
    train(recipe, folder)
    stored = json.loads((folder / "recipe.json").read_text())
    numbers = stored["recipe"]["train"]["loss"]["class_weights"]
    counted = count_weights(open_data(recipe.data))
    assert numbers == list(counted)
    names = open_data(recipe.data).spec.class_names
    others = json.dumps(report(dict.fromkeys(names, 9.0)))
    (tmp_path / "data" / "streets" / "doctor.json").write_text(others)

    again = resolved(recipe, folder)

    assert again.class_weights == counted
    said = capsys.readouterr().err
    assert "Class weights (as the run began): road" in said
    loss = keras.saving.load_model(folder / "last.keras").loss
    assert loss.class_weights == counted


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("doctor", [1.0, 2.0]), ("other.json", "other.json"), ([3.0], [3.0])],
)
def test_a_finished_run_is_known_by_the_word(wanted, expected):
    held = {"type": "SumConfig", "losses": [{}, {"class_weights": [1.0, 2.0]}]}
    tree = {"train": {"loss": {"losses": [{}, {"class_weights": wanted}]}}}
    take_held_class_weights(tree, {"train": {"loss": held}})
    assert tree["train"]["loss"]["losses"][1]["class_weights"] == expected
    assert tree["train"]["loss"]["losses"][0] == {}


def test_weights_of_another_file_are_another_run(recipe, tmp_path):
    folder = WorkDirectory(tmp_path / "run")
    data = open_data(recipe.data)
    names = data.spec.class_names
    begun = with_class_weights(recipe, data, folder)
    begun = begun.with_num_classes(len(names))
    with folder.held():
        folder.claim(begun, data.spec)
        model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
        folder.save_checkpoint(model, TrainState(step=1))
    file = tmp_path / "weights.json"
    file.write_text(json.dumps(dict.fromkeys(names, 9.0)))
    loss = CrossEntropyConfig(class_weights=str(file))
    other = dataclasses.replace(
        begun, train=dataclasses.replace(recipe.train, loss=loss)
    )
    with pytest.raises(ValueError, match="train.loss.class_weights was"):
        folder.claim(with_class_weights(other, data, folder), data.spec)
