import json

import pytest

from deeplab_family.cli.stage_source import (
    find_staged_source,
    read_staged_run,
)
from deeplab_family.cli.stage_words import sort_by_stage
from deeplab_family.recipes import RECIPES, Stage, StagedRecipe
from deeplab_family.recipes.changed_fields import with_fields
from deeplab_family.recipes.recipe_tree import tree_of
from tests.input_pipeline.datasets.write_coco import write_coco
from tests.input_pipeline.datasets.write_voc import write_voc


def read(*words):
    words = [str(word) for word in words]
    names = words[: words.index("--workdir")] if "--workdir" in words else words
    names = [*names[:2]]
    source = find_staged_source([n for n in names if not n.startswith("-")])
    return read_staged_run(source, sort_by_stage(words, source.names))


def stages(run):
    return {stage.name: stage.recipe for stage in run.recipe.stages}


@pytest.fixture
def voc(tmp_path):
    return write_voc(tmp_path / "VOC2012")


@pytest.fixture
def coco(tmp_path):
    (tmp_path / "coco").mkdir()
    return write_coco(tmp_path / "coco")


def test_data_are_the_root_of_every_stage_of_the_last_ones_set(voc):
    found = stages(read("voc_deeplabv3_full", voc))
    roots = {name: recipe.data.root for name, recipe in found.items()}
    assert roots == {"coco": "", "train_aug": str(voc), "trainval": str(voc)}
    assert found["train_aug"].data.train_split == "train_aug"
    assert found["trainval"].model.num_classes == 21


def test_roots_by_the_name_of_a_data_set_reach_what_is_mixed_in(voc, coco):
    run = read("voc_gcn_full", voc, "--roots", f"coco={coco}")
    found = stages(run)
    assert found["stage1"].data.mix.roots == (str(coco),)
    assert found["stage1"].data.root == str(voc)
    assert not found["stage2"].data.mix


def test_a_root_of_one_stage(voc, coco):
    run = read("voc_deeplabv3_full", voc, "--coco.data.root", coco)
    assert stages(run)["coco"].data.root == str(coco)
    assert stages(run)["coco"].data.dataset == "coco"
    assert run.workdir.parts == ("runs", "VOC2012")


def test_flags_are_for_all_stages_or_for_one(voc):
    words = "--batch-size 4 --trainval.lr 0.0001 --train_aug.steps 7".split()
    before = stages(read("voc_deeplabv3_full", voc))
    after = stages(read("voc_deeplabv3_full", voc, *words))
    expected = {
        "coco": with_fields(before["coco"], data={"batch_size": 4}),
        "train_aug": with_fields(
            before["train_aug"],
            data={"batch_size": 4},
            train={"total_steps": 7},
        ),
    }
    assert {name: after[name] for name in expected} == expected
    last = after["trainval"]
    assert last.data.batch_size == 4
    assert last.train.schedule.learning_rate == 0.0001
    assert after["coco"].train.schedule.learning_rate == 0.007


def test_weights_are_what_the_first_of_the_chosen_stages_starts_from(voc):
    words = ["--stages", "train_aug", "trainval", "--weights", "mine.keras"]
    run = read("voc_deeplabv3_full", voc, *words)
    starts = [s.recipe.train.weights for s in run.recipe.stages]
    assert starts == ["imagenet", "mine.keras", "previous"]
    assert run.only == ("train_aug", "trainval")


def test_another_network_and_backbone_are_those_of_every_stage(voc):
    words = "--network vortexnet --backbone resnet50".split()
    found = stages(read("voc_deeplabv3_full", voc, *words))
    assert {r.model.preset_name for r in found.values()} == {"vortexnet"}
    assert {r.model.backbone.depth for r in found.values()} == {50}


def test_epochs_are_kept_for_when_the_data_are_known(voc):
    words = "--epochs 3 --trainval.epochs 2".split()
    run = read("voc_deeplabv3_full", voc, *words)
    assert run.epochs == {"coco": 3.0, "train_aug": 3.0, "trainval": 2.0}


def test_the_folder_of_a_run_stands_for_all_it_was_started_with(tmp_path, voc):
    recipe = read("voc_deeplabv3_full", voc).recipe
    content = {"recipe": tree_of(recipe), "only": ["trainval"]}
    (tmp_path / "recipe.json").write_text(json.dumps(content))
    run = read(tmp_path)
    assert (run.recipe, run.workdir) == (recipe, tmp_path)
    assert run.only == ("trainval",)
    assert read(tmp_path, "--stages", "coco").only == ("coco",)


def test_a_file_of_stages_is_a_recipe_of_several(tmp_path, voc):
    path = tmp_path / "mine.json"
    one = RECIPES["voc_deeplabv3"]()
    chain = StagedRecipe(
        stages=(Stage(name="a", recipe=one), Stage(name="b", recipe=one))
    )
    path.write_text(json.dumps(tree_of(chain)))
    assert list(stages(read(path, voc))) == ["a", "b"]


def test_recipes_of_one_stage_and_data_are_somebody_elses(tmp_path):
    for word in ("voc_gcn", "nothing", str(tmp_path)):
        assert find_staged_source([word]) is None
    assert find_staged_source([]) is None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("missing",), "no folder missing"),
        (("there", "--data.root", "there"), "both name the data"),
        (("there", "--roots", "cocoo=there"), "perhaps you meant 'coco'"),
        (("there", "--bath-size", "3"), "unknown flag --bath-size"),
        (("there", "--coco.bath-size", "3"), "unknown flag --bath-size"),
        ((), "--workdir FOLDER is missing"),
    ],
)
def test_words_that_name_nothing_are_explained(
    words, message, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    with pytest.raises(ValueError, match=message):
        read("voc_deeplabv3_full", *words)
