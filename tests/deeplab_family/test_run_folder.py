import json

import pytest

from deeplab_family.run_folder import (
    DataChoice,
    RunFolder,
    find_run,
    model_file,
    stages_in,
)


def write_run(home, *files, **data):
    """A folder such as training leaves, its networks empty."""
    (home / "data").mkdir(exist_ok=True)
    (home / "run").mkdir()
    data = {"root": str(home / "data"), "batch_size": 8, **data}
    content = {"version": "0", "recipe": {"data": data}}
    (home / "run/recipe.json").write_text(json.dumps(content))
    for name in files:
        (home / "run" / name).touch()
    return home / "run"


def test_the_best_network_of_a_run_is_meant(tmp_path):
    run = write_run(tmp_path, "best.keras", "last.keras")
    assert model_file(run) == run / "best.keras"
    assert find_run(run) == RunFolder(run)
    assert find_run(run / "best.keras") is None


def test_a_run_before_its_first_evaluation_names_its_checkpoint(tmp_path):
    run = write_run(tmp_path)
    with pytest.raises(ValueError, match="not evaluated yet. Nor is there"):
        model_file(run)
    (run / "last.keras").touch()
    with pytest.raises(ValueError, match=f"checkpoint is {run}/last.keras"):
        model_file(run)


def test_the_data_of_a_run_are_those_of_its_recipe(tmp_path):
    run = write_run(tmp_path, eval_split="test", val_share=0.1)
    assert RunFolder(run).data == DataChoice(
        root=str(tmp_path / "data"), eval_split="test", val_share=0.1
    )


def test_data_that_are_elsewhere_and_damage_are_named(tmp_path):
    run = write_run(tmp_path, root="photos")
    with pytest.raises(ValueError, match="are not at photos. Name"):
        _ = RunFolder(run).data
    (run / "recipe.json").write_text("[]")
    with pytest.raises(ValueError, match="recipe.json does not say which data"):
        _ = RunFolder(run).data


@pytest.mark.parametrize("name", ["model_int8.tflite", "model.onnx"])
def test_the_only_model_of_an_export_is_meant(name, tmp_path):
    (tmp_path / "export_report.json").touch()
    (tmp_path / name).touch()
    assert model_file(tmp_path) == tmp_path / name
    (tmp_path / "serving/segmenter/1").mkdir(parents=True)
    (tmp_path / "serving/segmenter/1/saved_model.pb").touch()
    with pytest.raises(ValueError, match=f"2 models. Name one: .*{name}, .*/s"):
        model_file(tmp_path)


def test_a_photograph_is_no_model(tmp_path):
    (tmp_path / "photo.JPG").touch()
    with pytest.raises(ValueError, match="is a picture.*MODEL comes first"):
        model_file(tmp_path / "photo.JPG")


def test_the_folder_around_a_run_says_where_the_run_is(tmp_path):
    run = write_run(tmp_path)
    with pytest.raises(ValueError, match=f"is no run, but {run} is"):
        model_file(tmp_path)


def test_other_paths_stay_as_they_are(tmp_path):
    assert model_file(tmp_path, is_checked=False) == tmp_path
    missing = tmp_path / "no.keras"
    assert model_file(missing, is_checked=False) == missing


def test_a_missing_run_names_the_one_beside_it(tmp_path):
    (tmp_path / "photos").mkdir()
    with pytest.raises(ValueError, match="no such model.*photos'. Expected"):
        model_file(tmp_path / "phtos")
    with pytest.raises(ValueError, match="without saved_model"):
        model_file(tmp_path / "photos")


def write_stages(home, *files):
    """A run of two stages; `files` are below its folder."""
    stages = [{"name": name, "recipe": {}} for name in ("first", "second")]
    home.mkdir(exist_ok=True)
    content = {"version": "0", "recipe": {"stages": stages}}
    (home / "recipe.json").write_text(json.dumps(content))
    for name in files:
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text('{"recipe": {"data": {"root": "."}}}')
    return home


BEGUN = ("first/recipe.json", "first/best.keras", "second/recipe.json")


def test_a_run_of_stages_is_its_newest_stage_with_a_best_network(
    tmp_path, caplog
):
    run = write_stages(tmp_path / "run", *BEGUN)
    assert stages_in(run) == (run / "first", run / "second")
    assert find_run(run) == RunFolder(run / "first")
    assert model_file(run) == run / "first/best.keras"
    assert "stage first is the newest" in caplog.text
    assert find_run(run).data == DataChoice(root=".")
    caplog.clear()
    write_stages(run, *BEGUN, "second/best.keras")
    assert model_file(run) == run / "second/best.keras"
    assert not caplog.text


def test_a_run_of_stages_that_only_began_has_no_network(tmp_path):
    run = write_stages(tmp_path / "run", "first/recipe.json")
    assert find_run(run) == RunFolder(run / "first")
    with pytest.raises(ValueError, match="first has no best.keras"):
        model_file(run)
    with pytest.raises(ValueError, match="bare has no best.keras"):
        model_file(write_stages(tmp_path / "bare"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"recipe": {"data": 3}}'])
def test_any_other_folder_has_no_stages(text, tmp_path):
    assert stages_in(tmp_path) == ()
    (tmp_path / "recipe.json").write_text(text)
    assert stages_in(tmp_path) == ()
