"""Model card of a run: its facts are those of recipe, data and scores."""

import dataclasses
import hashlib
import json
import shutil

import pytest

from deeplab_family.classification.classifier_recipe import CLASSIFIERS
from deeplab_family.detection.detector_recipe import DETECTORS
from deeplab_family.model_card.card_files import (
    read_model_card,
    write_model_card,
)
from deeplab_family.model_card.model_card import (
    CLASSIFICATION,
    DETECTION,
    SEGMENTATION,
    ModelCard,
    Score,
)
from deeplab_family.recipes import RECIPES
from deeplab_family.training import WorkDirectory
from deeplab_family.training.card_callback import ModelCards
from deeplab_family.training.run_card import run_card
from deeplab_family.training.train_state import TrainState
from deeplab_family.weights import Receipt, published_weights
from input_pipeline import open_data
from tests.deeplab_family.model_card.cards import front_matter, rows


@pytest.fixture(scope="module")
def card(finished):
    return read_model_card(finished[1])


def test_the_card_holds_recipe_and_data(finished, card, streets):
    model, folder, recipe = finished
    assert card.network == "deeplabv3plus"
    assert card.backbone == recipe.model.backbone.preset_name
    assert card.classes == tuple(model.class_names)
    assert (card.dataset, card.layout) == (streets.name, "synthetic")
    assert dict(card.splits) == {"train": 6, "val": 2}
    told = dict(card.recipe)
    assert told["steps"] == "6 of 6"
    assert told["batch"] == "2 crops of 32 x 32 pixels"
    assert told["loss"] == recipe.train.loss.kind
    assert told["started from"] == "fresh weights"
    assert card.licence == "unknown"
    assert "crops of 32 x 32 pixels" in card.limits[0]


def test_its_scores_are_those_of_the_best_network(finished, card):
    folder = finished[1]
    scores = json.loads((folder / "scores.json").read_text())
    told = {score.name: score.value for score in card.scores}
    assert told["mean IoU"] == scores["mean_iou"]
    assert told["pixel accuracy"] == scores["pixel_accuracy"]
    assert card.judged_images == scores["images"] == 2
    best = (folder / "best.keras").read_bytes()
    assert card.sha256 == hashlib.sha256(best).hexdigest()
    text = (folder / "model_card.md").read_text()
    (result,) = front_matter(text)["model-index"][0]["results"]
    assert result["metrics"][0]["value"] == scores["mean_iou"]
    shown = rows(text, "Scores")
    for entry in scores["classes"]:
        iou = entry["iou"]
        cell = "absent" if iou is None else f"{iou:.4f}"
        assert shown[entry["name"]] == cell


def test_a_run_that_goes_on_writes_it_anew(finished, tmp_path):
    _, folder, recipe = finished
    run = tmp_path / "run"
    shutil.copytree(folder, run)
    write_model_card(run, ModelCard(name="stale"))
    cards = ModelCards(
        recipe,
        open_data(recipe.data),
        WorkDirectory(run),
        TrainState(step=5),
        None,
        SEGMENTATION,
    )
    cards.on_train_begin()
    assert read_model_card(run).name == "run"
    assert dict(read_model_card(run).recipe)["steps"] == "5 of 6"
    for checkpoint in run.glob("last*.keras"):
        checkpoint.unlink()
    write_model_card(run, ModelCard(name="stale"))
    cards.on_train_begin()
    assert read_model_card(run).name == "stale", "nothing claims the folder"


def card_of(
    tmp_path,
    scores=None,
    receipt=None,
    recipe=None,
    task=SEGMENTATION,
):
    """The card of a recipe in a folder with a stand-in for a network."""
    recipe = recipe or RECIPES["folder_lite"]()
    data = dataclasses.replace(recipe.data, root="a/photos")
    recipe = dataclasses.replace(recipe, data=data)
    folder = WorkDirectory(tmp_path)
    folder.best_scores = lambda: scores
    (tmp_path / "best.keras").write_bytes(b"weights")
    splits = {"train": 4, "val": 2}
    return run_card(recipe, ("a", "b"), splits, folder, 3, receipt, task)


def test_intervals_are_shown_where_they_are(tmp_path):
    scores = {
        "mean_iou": 0.5,
        "images": 2,
        "intervals": {"mean_iou": [0.25, 0.75]},
        "classes": [
            {"name": "a", "iou": 0.5, "iou_interval": [0.25, 0.75]},
            {"name": "b", "iou": None, "iou_interval": [None, None]},
        ],
    }
    card = card_of(tmp_path, scores)
    assert card.scores[0].interval == (0.25, 0.75)
    assert card.class_scores.rows == (
        ("0.5000 (0.2500 to 0.7500)",),
        ("absent",),
    )


def test_errors_of_a_classifier_are_accuracies_on_the_hub(tmp_path):
    (recipe, *_) = CLASSIFIERS.values()
    card = card_of(
        tmp_path,
        {"top1_error": 0.375, "top5_error": 0.0, "images": 8},
        recipe=recipe(),
        task=CLASSIFICATION,
    )
    assert Score(name="top-1 error", value=0.375) in card.scores
    assert card.metrics == ("accuracy",)
    assert card.scores[-1].value == 0.625
    assert "224 x 224 pixels" in card.limits[0]
    name = tmp_path.name
    assert card.commands[:2] == (
        "deeplab train DATA --network gcn --backbone resnet50_gcn --weights "
        f"{name}",
        f"deeplab evaluate {name}",
    )


def test_objects_of_a_detector_have_their_own_scores(tmp_path):
    scores = {
        "images": 8,
        "box_ap": 0.25,
        "mask_ap": None,
        "classes": [
            {"name": "a", "objects": 1234, "box_ap": 0.5, "mask_ap": None},
            {"name": "b", "objects": 0, "box_ap": None, "mask_ap": None},
        ],
    }
    recipe = DETECTORS["mobile_mask_rcnn"]()
    card = card_of(tmp_path, scores, recipe=recipe, task=DETECTION)
    assert card.metrics == ("mAP",)
    assert card.class_scores.columns == ("objects", "box AP", "mask AP")
    assert card.class_scores.rows[0] == ("1,234", "0.5000", "none")
    assert "short side of 360 pixels" in card.limits[0]
    assert "2 images, short side 360" in dict(card.recipe)["batch"]


def licence_of(tmp_path, recipe, file, sha256):
    receipt = Receipt(source="somebody", file=file, sha256=sha256, matched=())
    weights = card_of(tmp_path, receipt=receipt, recipe=recipe).weights
    assert f"somebody, {file}" in weights.source
    return weights.licence


def test_the_licence_is_that_of_the_file_with_the_published_hash(tmp_path):
    recipe = RECIPES["folder_lite"]()
    published = published_weights(recipe.model.backbone)
    for file, sha256, licence in (
        ("renamed.pth", published.sha256, "Apache-2.0"),
        (published.name, "0" * 64, ""),
    ):
        assert licence_of(tmp_path, recipe, file, sha256) == licence


def test_without_a_published_hash_the_name_tells_the_licence(tmp_path):
    recipe = RECIPES["folder_mobile"]()
    published = published_weights(recipe.model.backbone)
    assert not published.sha256
    for file, licence in (
        (published.name, published.licence),
        ("other.h5", ""),
    ):
        assert licence_of(tmp_path, recipe, file, "0" * 64) == licence


def test_without_a_best_network_there_is_no_hash(tmp_path):
    card = card_of(tmp_path)
    assert card.scores == () and card.sha256 == "" == card.model_file
