import json

import pytest

from deeplab_family.recipes import RECIPES
from deeplab_family.recipes.recipe_tree import read_recipe, recipe_of, tree_of


@pytest.mark.parametrize("name", RECIPES)
def test_every_recipe_comes_back_from_json_as_it_was(name):
    recipe = RECIPES[name]()
    assert recipe_of(json.loads(json.dumps(tree_of(recipe)))) == recipe


def test_stages_are_told_by_name_and_recipe_alone():
    tree = tree_of(RECIPES["voc_gcn_full"]())
    stages = tree["stages"]
    assert [stage["name"] for stage in stages] == ["stage1", "stage2", "stage3"]
    with pytest.raises(ValueError, match="object of `name` and `recipe`"):
        recipe_of({"stages": [{"name": "one"}, *stages]})
    with pytest.raises(ValueError, match="holds `stages` alone.*stages, model"):
        recipe_of({**tree, "model": {}})
    with pytest.raises(ValueError, match="`stage1.data` has no field 'rot'"):
        spoiled = json.loads(json.dumps(stages))
        spoiled[0]["recipe"]["data"]["rot"] = 3
        recipe_of({"stages": spoiled})
    with pytest.raises(ValueError, match="two or more with names"):
        recipe_of({"stages": stages[:1]})


def test_yaml_and_a_run_s_json_hold_the_same(tmp_path):
    yaml = pytest.importorskip("yaml")
    tree = tree_of(RECIPES["folder_mobile"]())
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(tree))
    (tmp_path / "b.json").write_text(json.dumps({"recipe": tree}))
    assert read_recipe(tmp_path / "a.yaml") == read_recipe(tmp_path / "b.json")


def test_fields_left_out_have_their_defaults():
    tree = {
        "model": {"type": "GCNConfig", "num_classes": 3},
        "data": {"crop_size": [64, 64]},
    }
    recipe = recipe_of(tree)
    assert recipe.model.kernel_size == 15
    assert recipe.data.crop_size == (64, 64)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t["data"].update(crop_sise=3), "perhaps you meant 'crop_s"),
        (lambda t: t["model"].update(type="UNet"), "DUCHDCConfig.*'UNet'"),
        (lambda t: t["model"].pop("type"), "`recipe.model.type` must be one"),
        (lambda t: t.update(train=3), "`recipe.train` must be an object"),
        (
            lambda t: t["train"]["loss"].update(threshold=0.5),
            "`recipe.train.loss` has no field 'threshold'",
        ),
        (
            lambda t: t["train"].update(loss={"type": "SGDConfig"}),
            "`recipe.train.loss.type` must be .*OHEMConfig.*'SGDConfig'",
        ),
        (lambda t: t["data"].update(batch_size=0), "batch_size.*Received: 0"),
        (lambda t: t.pop("model"), "model"),
    ],
)
def test_what_is_wrong_is_named_with_the_file(change, message, tmp_path):
    tree = tree_of(RECIPES["folder_mobile"]())
    change(tree)
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(tree))
    with pytest.raises(ValueError, match=f"mine.json holds no.*{message}"):
        read_recipe(path)


def test_a_file_that_is_cut_short_is_named(tmp_path):
    (tmp_path / "cut.json").write_text('{"recipe": {"model"')
    with pytest.raises(ValueError, match="cut.json holds no recipe"):
        read_recipe(tmp_path / "cut.json")
