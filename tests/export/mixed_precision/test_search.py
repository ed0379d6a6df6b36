import json

import numpy as np
import pytest

from deeplab_family.inference import load_predictor
from export import ExportError
from export.mixed_precision import search_mixed_precision
from export.tolerances import Limit

LIMIT = Limit(largest_difference=1.0, equal_pixels=0.9, mean_iou_drop=0.15)
STRICT = Limit(largest_difference=1.0, equal_pixels=1.0, mean_iou_drop=0.0)


def search(case, output, labels=True, **options):
    labels = case.labels if labels else None
    options = {"limit": LIMIT, **options}
    return search_mixed_precision(
        case.file, output, case.calibration, case.images, labels, **options
    )


@pytest.fixture(scope="module")
def rescued(fragile, tmp_path_factory):
    return search(fragile, tmp_path_factory.mktemp("out") / "mixed.tflite")


def test_a_network_that_int8_ruins_is_repaired(fragile, rescued):
    ruined = rescued.curve[0]
    assert ruined.kept == ()
    assert ruined.score.equal_pixels < 0.9
    answer = load_predictor(rescued.file)(fragile.images).class_map
    assert np.mean(answer == fragile.labels) >= LIMIT.equal_pixels
    assert rescued.chosen.score.mean_iou_drop <= LIMIT.mean_iou_drop


def test_only_the_broken_parts_stay_float32(fragile, rescued):
    assert {"wide_1", "narrow_1"} & set(rescued.chosen.kept)
    assert len(rescued.chosen.kept) <= 3
    assert rescued.file.stat().st_size < fragile.file.stat().st_size


def test_the_curve_ends_with_the_float32_file(fragile, rescued):
    last = rescued.curve[-1]
    assert last.size_bytes == fragile.file.stat().st_size
    assert last.score.equal_pixels == 1.0
    assert last.score.mean_iou_drop == 0.0


def test_the_ranking_starts_with_the_most_harmed(rescued):
    strains = [one.limit_usage for one in rescued.ranking]
    assert strains == sorted(strains, reverse=True)
    assert rescued.ranking[0].group.name in ("wide_1", "narrow_1")


def test_the_report_can_be_written(rescued):
    content = json.loads(json.dumps(rescued.to_json()))
    assert len(content["curve"]) == len(rescued.curve)
    assert content["ranking"][0]["part"] == rescued.ranking[0].group.name
    assert rescued.to_markdown().count("(written)") == 1


def test_a_sound_network_needs_no_sweep(sound, tmp_path):
    result = search(sound, tmp_path / "int8.tflite")
    assert result.ranking == ()
    assert [point.kept for point in result.curve] == [()]


def test_without_labels_equal_pixels_decide(fragile, tmp_path):
    result = search(fragile, tmp_path / "mixed.tflite", labels=False)
    assert result.chosen.score.mean_iou is None
    assert result.chosen.score.equal_pixels >= LIMIT.equal_pixels


def test_the_same_images_give_the_same_file(fragile, rescued, tmp_path):
    again = search(fragile, tmp_path / "again.tflite")
    assert again.file.read_bytes() == rescued.file.read_bytes()


def test_progress_counts_every_part(fragile, tmp_path):
    seen = []
    search(
        fragile,
        tmp_path / "mixed.tflite",
        progress=lambda words, done, total: seen.append((words, done, total)),
    )
    sweeps = [entry for entry in seen if entry[0].startswith("sweep")]
    assert [done for _, done, _ in sweeps] == list(range(sweeps[0][2]))


def test_a_limit_that_nothing_keeps_leaves_no_file(fragile, tmp_path):
    with pytest.raises(ExportError, match="no mixture.*best had"):
        search(fragile, tmp_path / "mixed.tflite", limit=STRICT)
    assert not list(tmp_path.iterdir())
