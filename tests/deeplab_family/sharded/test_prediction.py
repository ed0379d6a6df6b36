"""`deeplab predict-shards`, on Beam's direct runner."""

import json
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli.main import main
from deeplab_family.inference import load_predictor
from deeplab_family.photographs import read_image
from tests.deeplab_family.sharded.shards import example, write_shard

pytest.importorskip("apache_beam", reason="the extra `beam` is not installed")
DIES = """
import os, sys
from deeplab_family.cli.main import main
from deeplab_family.sharded import PredictorHandler
asked, run = [], PredictorHandler.run_inference
def dying(self, batch, model, inference_args=None):
    asked.extend(batch)
    if len(asked) > 5:
        os._exit(9)
    return run(self, batch, model)
PredictorHandler.run_inference = dying
main(sys.argv[1:])
"""


def predict(model, *words, output):
    return main(
        ["predict-shards", *map(str, (model, *words, "--output", output))]
    )


def errors(output):
    lines = (output / "errors.jsonl").read_text().splitlines()
    return {row["name"]: row["reason"] for row in map(json.loads, lines)}


def require_masks(model, photos, output):
    predictor = load_predictor(model)
    for photo in sorted(photos.glob("*.png")):
        answer = predictor(read_image(photo)[None]).class_map[0]
        mask = np.asarray(Image.open(output / photo.name))
        np.testing.assert_array_equal(mask, answer)


def test_each_image_gets_its_mask_and_a_bad_one_a_line(
    model, photographs, tmp_path, capfd
):
    photos, output = photographs(6), tmp_path / "out"
    (photos / "bad.jpg").write_bytes(b"no picture")
    words = (photos, "--save", "mask,polygons", "--batch-size", 4)
    assert predict(model, *words, output=output) == 1
    require_masks(model, photos, output)
    assert len(list(output.glob("*.geojson"))) == 6
    assert "no readable JPEG" in errors(output)["bad"]
    assert len(errors(output)) == 1
    said = capfd.readouterr().out
    assert "6 images in" in said and "0 were there already, 1 refused" in said


def test_shards_of_images_with_a_bad_record(model, photographs, tmp_path):
    photos, output = photographs(5), tmp_path / "out"
    files = sorted(photos.iterdir())
    for shard, part in (("a", files[:2]), ("b", files[2:])):
        records = [example(f.read_bytes(), f.stem.encode()) for f in part]
        write_shard(tmp_path / f"{shard}.tfrecord", [*records, b"\xff"])
    pattern = tmp_path / "*.tfrecord"
    assert predict(model, pattern, output=output) == 1
    for folder in ("a", "b"):
        for mask in (output / folder).iterdir():
            mask.rename(output / mask.name)
    require_masks(model, photos, output)
    assert errors(output) == {
        "a/00000002": "the record is no tf.train.Example",
        "b/00000003": "the record is no tf.train.Example",
    }


def test_a_name_that_no_disk_takes_is_a_line(model, photographs, tmp_path):
    photo, output = next(photographs(1).iterdir()).read_bytes(), tmp_path / "o"
    shard, long = tmp_path / "a.tfrecord", b"n" * 300
    write_shard(shard, [example(photo, long), example(photo, b"short")])
    assert predict(model, shard, output=output) == 1
    assert [path.name for path in (output / "a").iterdir()] == ["short.png"]
    assert list(errors(output)) == [f"a/{long.decode()}"]


def test_a_killed_call_goes_on_without_work_done_twice(
    model, photographs, tmp_path, capfd
):
    photos, output = photographs(9), tmp_path / "out"
    words = ["predict-shards", model, photos, "--output", output]
    killed = subprocess.run(
        [sys.executable, "-c", DIES, *map(str, words)], capture_output=True
    )
    assert killed.returncode == 9
    before = {f: f.stat().st_mtime_ns for f in output.glob("*.png")}
    assert len(before) == 5
    assert predict(model, photos, output=output) == 0
    assert {f: f.stat().st_mtime_ns for f in before} == before
    require_masks(model, photos, output)
    said = capfd.readouterr().out
    assert "4 images in" in said and "5 were there already" in said


def test_masks_of_another_model_are_not_taken_for_ones_own(
    model, photographs, tmp_path, capfd
):
    photos, output = photographs(2), tmp_path / "out"
    assert predict(model, photos, output=output) == 0
    other = tmp_path / "other.tflite"
    other.write_bytes(model.read_bytes() + b"\0")
    assert predict(other, photos, output=output) == 2
    assert "another model" in capfd.readouterr().err


def test_two_processes_share_the_images(model, photographs, tmp_path):
    photos, output = photographs(8), tmp_path / "out"
    assert predict(model, photos, "--workers", 2, output=output) == 0
    require_masks(model, photos, output)
    assert errors(output) == {}


@pytest.mark.slow
def test_two_processes_share_200_images(model, photographs, tmp_path, capfd):
    photos, output = photographs(200), tmp_path / "out"
    assert predict(model, photos, "--workers", 2, output=output) == 0
    require_masks(model, photos, output)
    assert "200 images in" in capfd.readouterr().out


def test_words_behind_two_dashes_are_those_of_beam():
    from deeplab_family.cli.predict_shards import split_words
    from deeplab_family.sharded.pipeline_run import pipeline_options

    words = ["m", "p", "--", "--flink_master=host:8081", "--parallelism=4"]
    own, beam_words = split_words(words)
    assert own == ["m", "p"]
    options = pipeline_options("FlinkRunner", 2, beam_words).get_all_options()
    assert options["runner"] == "FlinkRunner"
    assert options["flink_master"] == "host:8081"
    assert options["direct_num_workers"] == 1
