import numpy as np
import pytest
from PIL import Image, ImageDraw

from input_pipeline import DataConfig, DataError, open_data
from input_pipeline.convert import convert
from tests.input_pipeline.convert.pets import SIZE, write_pets


def painted(path, size, unlabeled, first):
    """Lines filled by pycocotools, later ones over earlier ones."""
    masks = pytest.importorskip("pycocotools.mask")
    height, width = size
    ids = np.full(size, unlabeled, np.uint8)
    for line in path.read_text().splitlines():
        class_id, *numbers = line.split()
        points = np.array(numbers, float).reshape(-1, 2) * (width, height)
        (runs,) = masks.frPyObjects([points.ravel().tolist()], height, width)
        ids[masks.decode(runs).astype(bool)] = int(class_id) + first
    return ids


def converted(tmp_path, ignored, **options):
    labels = write_pets(tmp_path / "pets", ignored, **options)
    data = open_data(DataConfig(root=str(tmp_path / "pets")))
    result = convert(data, "yolo", tmp_path / "out", ("train", "val"))
    return labels, result


def test_what_sits_in_a_hole_is_painted_over_it(tmp_path):
    """Without holes of the background every pixel comes back."""
    labels, result = converted(tmp_path, False)
    lost = 0
    for split, of_split in labels.items():
        for name, ids in of_split.items():
            path = tmp_path / "out/labels" / split / f"{name}.txt"
            found = painted(path, SIZE, 0, first=1)
            wrong = found != ids
            assert (ids[wrong] == 0).all()  # background within a hole
            lost += wrong.sum()
    assert lost > 0
    assert f"Lost: {lost:,} pixels of no polygon within holes" in str(
        result.notes
    )


def test_without_a_background_ignored_pixels_are_what_is_left(tmp_path):
    names = ("floor", "cat", "dog")
    labels, result = converted(tmp_path, True, names=names)
    lost = 0
    for split, of_split in labels.items():
        for name, ids in of_split.items():
            path = tmp_path / "out/labels" / split / f"{name}.txt"
            found = painted(path, SIZE, 255, first=0)
            assert (ids[found != ids] == 255).all()
            lost += (found != ids).sum()
    assert f"{lost} pixels of no polygon within holes" in str(result.notes)
    yaml = (tmp_path / "out/data.yaml").read_text()
    assert yaml.splitlines() == [
        "train: images/train",
        "val: images/val",
        "names:",
        '  0: "floor"',
        '  1: "cat"',
        '  2: "dog"',
        "unlabeled: ignore  # what pixels of no polygon are",
    ]


def test_ignored_pixels_beside_a_background_are_counted(tmp_path):
    labels, result = converted(tmp_path, True)
    rows = sum(len(of_split) for of_split in labels.values()) * SIZE[1]
    # The upper row; those in the middle lie in a hole of the dog's.
    assert f"Lost: {rows} ignored pixels, now background." in result.notes


def test_a_background_alone_has_no_polygons(tmp_path):
    write_pets(tmp_path / "pets", names=("background",))
    for path in (tmp_path / "pets/labels").rglob("*.png"):
        Image.fromarray(np.zeros(SIZE, np.uint8)).save(path)
    data = open_data(DataConfig(root=str(tmp_path / "pets")))
    with pytest.raises(DataError, match="YOLO has no background"):
        convert(data, "yolo", tmp_path / "out", ("train",))
    assert not (tmp_path / "out").exists()


def test_pillow_agrees_on_which_pixels_lie_inside(tmp_path):
    """Another filler, which paints the outline too, never finds fewer."""
    converted(tmp_path, False)
    path = tmp_path / "out/labels/train/pet_0.txt"
    first = path.read_text().splitlines()[0].split()
    points = np.array(first[1:], float).reshape(-1, 2) * SIZE[::-1]
    picture = Image.new("1", SIZE[::-1])
    corners = [tuple(point) for point in points.tolist()]
    ImageDraw.Draw(picture).polygon(corners, fill=1, outline=1)
    ids = painted(path, SIZE, 0, first=1)
    largest = ids == int(first[0]) + 1
    assert np.array(picture)[largest].all()
