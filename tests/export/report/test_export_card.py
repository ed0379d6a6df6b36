"""Model card of an export: its facts are those of the report."""

import hashlib
from dataclasses import replace

from deeplab_family.inference.saved_model_trust import MANIFEST
from deeplab_family.model_card.card_files import read_model_card
from export.report.export_card import card_of_model, export_card
from export.report.provenance import Provenance
from tests.deeplab_family.model_card.cards import FULL, front_matter, rows


def test_the_card_tells_what_the_report_measured(exported):
    card, report = read_model_card(exported.folder), exported.report
    measured = report.verification
    assert card.classes == ("a", "b", "c", "d")
    assert card.scores[0].value == measured.keras_mean_iou
    told = {score.name: score.value for score in card.scores}
    by_path = {file.path: file for file in card.files}
    for artifact in measured.artifacts:
        assert told[f"mean IoU of {artifact.path}"] == artifact.mean_iou
        facts = by_path[artifact.path].facts
        assert f"{artifact.equal_pixels:.3%} equal pixels" in facts
        low, high = artifact.mean_iou_drop_interval
        assert f"({low * 100 + 0:.2f} to {high * 100 + 0:.2f})" in facts
    phone = (exported.folder / "model_int8.tflite").read_bytes()
    digest = hashlib.sha256(phone).hexdigest()
    assert by_path["model_int8.tflite"].sha256 == digest
    served = exported.folder / "serving" / "segmenter" / "1"
    manifest = hashlib.sha256((served / MANIFEST).read_bytes()).hexdigest()
    assert by_path["serving/segmenter/1/"].sha256 == manifest
    first = measured.artifacts[0].path.rstrip("/")
    use = f"deeplab predict {first} PHOTO.jpg --output masks"
    assert card.commands[:2] == (use, "deeplab verify .")
    assert "TFLite files take images of 33 x 49 pixels" in card.limits[-1]
    assert report.files["model_card.md"]
    assert card.judged_data == ("data", "folder")
    assert card.eval_split == "val"
    text = (exported.folder / "model_card.md").read_text()
    assert front_matter(text)["metrics"] == ["mean_iou"]
    assert rows(text, "Training")["network"] == report.origin.network


def test_the_run_tells_data_recipe_and_weights(exported):
    origin = Provenance(model="best.keras", model_sha256=FULL.sha256)
    report = replace(exported.report, origin=origin)
    card = export_card(report, {}, FULL)
    assert card.recipe == FULL.recipe and card.weights == FULL.weights
    assert card.splits == FULL.splits
    assert card.limits[: len(FULL.limits)] == FULL.limits
    assert card.judged_images == report.images


def test_scores_of_other_weights_are_left_out():
    same = Provenance(model="best.keras", model_sha256=FULL.sha256)
    other = Provenance(model="last.keras", model_sha256="0" * 64)
    assert card_of_model(same, ("a",), FULL).scores == FULL.scores
    card = card_of_model(other, ("a",), FULL)
    assert card.scores == () and card.recipe == FULL.recipe
    assert (card.model_file, card.sha256) == ("last.keras", "0" * 64)
