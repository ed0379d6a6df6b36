"""`deeplab train`, `evaluate` and `predict` of a detector, as typed."""

import json
import shutil

import numpy as np
import pytest
from PIL import Image
from pycocotools.coco import COCO

from deeplab_family.cli.main import main
from deeplab_family.cli.short_flags import sort_words
from deeplab_family.cli.train_detector import DETECTOR_COMMAND
from deeplab_family.detection.detector_recipe import DETECTORS
from deeplab_family.recipes.recipe_tree import tree_of
from tests.stand_in_model import write_stand_in

NAME = "mobile_mask_rcnn"


@pytest.fixture(scope="module")
def run(finished):
    return finished[1]


def read(*words):
    names = [w for w in words if not w.startswith("-")][:2]
    source = DETECTOR_COMMAND.find(names)
    return DETECTOR_COMMAND.read_words(source, sort_words([*words]))


def test_flags_choose_backbone_sides_and_length(streets):
    recipe, workdir, data = read(
        NAME,
        str(streets),
        *("--epochs", "5", "--data.short-side", "128", "--backbone"),
        *("mobilenet_v2", "--train.score", "mask_ap"),
    )
    assert recipe.train.total_steps == 15  # of 6 images in batches of 2
    assert recipe.data.short_side == 128 and recipe.train.score == "mask_ap"
    assert recipe.model.backbone.preset_name == "mobilenet_v2"
    assert recipe.model.backbone.output_stride == 32
    assert workdir.name == streets.name
    assert data.spec.class_names[-1] == "car"


def test_an_address_stands_for_its_training():
    source = DETECTOR_COMMAND.find(["galdnet/table-3b/gald-resnet-50"])
    assert source.recipe == DETECTORS["coco_mask_rcnn_gald"]()
    assert DETECTOR_COMMAND.find(["galdnet/table-1c/gald"]) is None


def test_the_folder_of_a_run_stands_for_it(streets, tmp_path):
    recipe, _, _ = read(NAME, str(streets), "--steps", "9")
    recipe = recipe.with_num_classes(5)
    path = tmp_path / "recipe.json"
    path.write_text(json.dumps({"recipe": tree_of(recipe)}))
    again, workdir, _ = read(str(tmp_path))
    assert (again, workdir) == (recipe, tmp_path)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--network", "gcn"], "--network is a flag of segmentation"),
        (["--train.loss", "ohem"], "--train.loss is a flag of segmentation"),
        (["--workers", "a:1,b:2", "--index", "0"], "of one machine"),
        (["--backbone", "vgg"], "--model.backbone vgg is unknown"),
    ],
)
def test_flags_that_a_detector_has_not_are_refused(
    streets, words, message, capsys
):
    assert main(["train", NAME, str(streets), *words]) == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_missing_data_are_named(tmp_path, capsys):
    assert main(["train", NAME]) == 2
    assert "DATA is missing" in capsys.readouterr().err
    assert main(["train", NAME, str(tmp_path)]) == 2
    assert "holds no objects" in capsys.readouterr().err


def test_a_run_is_scored_with_a_table_and_results(run, tmp_path, capsys):
    path = tmp_path / "scores.json"
    assert main(["evaluate", str(run), "--json", str(path)]) == 0
    text = capsys.readouterr().out
    assert "car" in text and "AP50 box" in text and "3 images" in text
    held = json.loads((run / "scores.json").read_text())
    told = json.loads(path.read_text())
    assert told["box_ap50"] == pytest.approx(held["box_ap50"])
    entries = json.loads((tmp_path / "scores.results.json").read_text())
    assert entries and {e["image_id"] for e in entries} <= {1, 2, 3}
    assert main(["evaluate", str(run), "--json", str(path)]) == 2
    assert "--overwrite" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["--per-image", "a.csv"],
        ["--measures", "size"],
        ["--unlabeled", "ignore"],
    ],
)
def test_options_of_pixels_are_refused(run, words, capsys):
    assert main(["evaluate", str(run), *words]) == 2
    error = capsys.readouterr().err
    assert f"{words[0]} is for segmentation" in error and "detector" in error


def test_a_file_without_its_run_says_why_it_cannot(run, tmp_path, capsys):
    alone = shutil.copy(run / "best.keras", tmp_path / "alone.keras")
    assert main(["evaluate", str(alone), "data"]) == 2
    assert "how large images are" in capsys.readouterr().err


def test_photographs_are_drawn_and_told(run, streets, tmp_path, capsys):
    photographs = sorted((streets / "images" / "val").iterdir())
    words = ["predict", str(run), *map(str, photographs)]
    words += ["--output", str(tmp_path), "--least-score", "0.01"]
    assert main(words) == 0
    images = json.loads((tmp_path / "images.json").read_text())
    truth = COCO()
    truth.dataset = images | {"annotations": []}
    truth.createIndex()
    found = truth.loadRes(str(tmp_path / "detections.json"))
    assert set(found.getImgIds()) == {1, 2, 3} and found.anns
    first = next(iter(found.anns.values()))
    assert found.annToMask(first).shape == (96, 128)
    drawn = np.asarray(
        Image.open(tmp_path / f"{photographs[0].stem}_objects.jpg")
    )
    own = np.asarray(Image.open(photographs[0]))
    assert drawn.shape == own.shape
    assert (np.abs(drawn.astype(int) - own) > 60).any()


def test_a_least_score_is_of_detectors_alone(tmp_path, capsys):
    model = str(write_stand_in(tmp_path / "model.keras"))
    assert main(["predict", model, "a.jpg", "--least-score", "0.5"]) == 2
    assert "--least-score is for detectors" in capsys.readouterr().err
