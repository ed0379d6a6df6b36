import json
import re

import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli.main import main
from tests.input_pipeline.convert.pets import write_pets
from tests.input_pipeline.datasets.write_exports import write_coco_instances


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


@pytest.mark.parametrize("kind", ["folder", "records"])
def test_broken_images_stop_or_are_counted(tmp_path, capsys, caplog, kind):
    """An annotation, a photograph that is missing, and half a photograph."""
    root = write_coco_instances(tmp_path / "export")
    path = root / "annotations/instances_train.json"
    content = json.loads(path.read_text())
    content["annotations"][0]["category_id"] = 99
    path.write_text(json.dumps(content))
    (root / "images/val/val_a.jpg").unlink()
    assert convert(root, tmp_path / "out", "--to", kind) == 2
    said = capsys.readouterr().err
    assert "annotation id 1: category_id 99" in said
    assert "(deeplab convert: --on-error skip)" in said
    words = ["--to", kind, "--on-error", "skip"]
    if kind == "records":
        words += ["--shards", "1"]
    assert convert(root, tmp_path / "out", *words) == 0
    assert "Left out: 2 broken images\n" in capsys.readouterr().out
    assert "category_id 99" in caplog.text and "val_a.jpg" in caplog.text
    assert main(["doctor", str(tmp_path / "out")]) == 0


def test_an_unreadable_image_is_left_out_of_records(pets, tmp_path, capsys):
    """Images after it keep their labels."""
    path = pets / "images/train/pet_0.png"
    path.write_bytes(path.read_bytes()[:60])
    words = ["--on-error", "skip", "--shards", "1"]
    assert convert(pets, tmp_path / "out", "--to", "records", *words) == 0
    assert "Left out: 1 broken image\n" in capsys.readouterr().out
    back = ["--to", "folder", "--splits", "train"]
    assert convert(tmp_path / "out", tmp_path / "back", *back) == 0
    for number in (1, 2, 3):
        name = f"train/pet_{number}.png"
        for kind in ("images", "labels"):
            np.testing.assert_array_equal(
                np.asarray(Image.open(tmp_path / "back" / kind / name)),
                np.asarray(Image.open(pets / kind / name)),
            )
