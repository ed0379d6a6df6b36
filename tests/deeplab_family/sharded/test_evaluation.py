"""`deeplab evaluate-shards`, beside `deeplab evaluate` in one process."""

import json

import numpy as np
import pytest

from deeplab_family.cli.main import main
from input_pipeline import DatasetSpec
from input_pipeline.records import Manifest, Shard
from input_pipeline.records.schema import encode_label
from tests.deeplab_family.sharded.conftest import NAMES, SIZE
from tests.deeplab_family.sharded.shards import example, write_shard

pytest.importorskip("apache_beam", reason="the extra `beam` is not installed")
PALETTE = ((0, 0, 0), (9, 9, 9), (99, 99, 99))


@pytest.fixture
def records(photographs, tmp_path):
    """Seven labeled photographs in three shards; 255 is ignored."""
    folder = tmp_path / "records"
    folder.mkdir()
    values, files = np.random.default_rng(1), sorted(photographs(7).iterdir())
    shards = []
    for number, part in enumerate((files[:3], files[3:6], files[6:])):
        path = folder / f"val-{number:05}-of-00003.tfrecord"
        labels = [
            values.choice(np.array([0, 1, 2, 255], np.uint8), SIZE)
            for _ in part
        ]
        contents = [
            example(file.read_bytes(), file.stem.encode(), encode_label(label))
            for file, label in zip(part, labels, strict=True)
        ]
        write_shard(path, contents)
        shards.append(Shard(path, len(part)))
    spec = DatasetSpec(NAMES, PALETTE)
    Manifest(spec, {"val": tuple(shards)}).write(folder)
    return folder


@pytest.mark.parametrize("workers", [1, 2])
def test_workers_add_up_to_the_scores_of_one_process(
    workers, model, records, tmp_path
):
    output, one = tmp_path / "out", tmp_path / "one.json"
    words = ["--output", str(output), "--workers", str(workers)]
    assert main(["evaluate-shards", str(model), str(records), *words]) == 0
    assert main(["evaluate", str(model), str(records), "--json", str(one)]) == 0
    ours = json.loads((output / "scores.json").read_text())
    theirs = json.loads(one.read_text())
    assert ours["confusion"] == theirs["confusion"]
    assert ours["images"] == theirs["images"] == 7
    assert ours["mean_iou"] == theirs["mean_iou"]


def test_an_image_without_label_is_a_line_and_the_others_count(
    model, records, tmp_path, photographs
):
    shard = records / "val-00002-of-00003.tfrecord"
    photo = next((tmp_path / "photos").iterdir()).read_bytes()
    strange = encode_label(np.full(SIZE, 7, np.uint8))
    write_shard(shard, [example(photo, b"x"), example(photo, b"y", strange)])
    output = tmp_path / "out"
    words = [str(model), str(records), "--output", str(output)]
    assert main(["evaluate-shards", *words]) == 1
    assert json.loads((output / "confusion.json").read_text())["images"] == 6
    lines = (output / "errors.jsonl").read_text().splitlines()
    unlabeled, stranger = sorted(json.loads(r)["reason"] for r in lines)[::-1]
    assert unlabeled == "the record has no label"
    assert "hold the ids 7" in stranger
