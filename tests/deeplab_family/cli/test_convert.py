import re

import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli.main import main
from tests.input_pipeline.convert.pets import write_pets


@pytest.fixture
def pets(tmp_path):
    write_pets(tmp_path / "pets")
    return tmp_path / "pets"


def convert(pets, output, *words):
    return main(["convert", str(pets), "--output", str(output), *words])


def test_new_splits_are_told_class_by_class(pets, tmp_path, capsys):
    words = ["--to", "folder", "--split", "0.5", "0.5", "--seed", "1"]
    assert convert(pets, tmp_path / "out", *words) == 0
    said = capsys.readouterr().out
    rows = {
        cells[0]: cells[1:]
        for line in said.splitlines()
        if len(cells := [c.strip() for c in line.strip("│ ").split("│")]) == 7
    }
    pixels = 12 * 17 * 3
    assert rows["all"] == ["3", str(pixels), "50.0%"] * 2
    found = {}
    for split in ("train", "val"):
        paths = (tmp_path / "out/labels" / split).iterdir()
        found[split] = np.stack([np.asarray(Image.open(p)) for p in paths])
    for name, class_id in (("cat", 1), ("dog", 2), ("ignored", 255)):
        counts = [f"{(ids == class_id).sum():,}" for ids in found.values()]
        assert [rows[name][1], rows[name][4]] == counts
    assert f"Written to {tmp_path / 'out'} (images: 6 copied)" in said
    assert main(["doctor", str(tmp_path / "out")]) == 0


def test_what_yolo_cannot_hold_is_said(pets, tmp_path, capsys):
    words = ["--to", "yolo", "--splits", "val", "--link"]
    assert convert(pets, tmp_path / "out", *words) == 0
    said = capsys.readouterr().out
    assert "Pixels of no polygon: background." in said
    assert "Lost: 34 ignored pixels, now background." in said
    assert (
        "2 hard links" in said and not (tmp_path / "out/images/train").exists()
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "--to FORMAT is missing"),
        (["--to", "coco", "--split", "0.8", "0.3"], "sum to 1.*0.8 0.3"),
        (["--to", "coco", "--group-by", "x"], "--split 0.8 0.2"),
        (["--to", "coco", "--seed", "3"], "--split 0.8 0.2"),
        (["--to", "yolo", "--polygons"], "--polygons is for --to coco"),
        (["--to", "yolo", "--shards", "2"], "--shards is for --to records"),
        (["--to", "records", "--link"], "--link is for files"),
        (
            ["--to", "coco", "--split", "0.8", "0.2", "--val-share", "0.1"],
            "--val-share would do nothing",
        ),
        (
            ["--to", "coco", "--split", "0.8", "0.2", "--group-by", "^x"],
            "'.x' finds nothing in 6 names: pet_0",
        ),
    ],
)
def test_what_is_not_meant_is_told_in_a_line(
    pets, tmp_path, capsys, words, said
):

    assert convert(pets, tmp_path / "out", *words) == 2
    error = capsys.readouterr().err
    assert re.search(said, error) and error.count("\n") == 1
    assert not (tmp_path / "out").exists()
