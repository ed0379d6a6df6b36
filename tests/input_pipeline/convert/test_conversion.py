import json

import numpy as np
import pytest
from PIL import Image

from input_pipeline import DataConfig, DataError, open_data
from input_pipeline.convert import Division, convert
from tests.input_pipeline.convert.pets import NAMES, write_pets

SPLITS = ("train", "val")


def opened(root):
    return open_data(DataConfig(root=str(root)))


def written(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def labels_of(root, split):
    """What the label PNGs of a plain folder hold, by name."""
    paths = (root / "labels" / split).iterdir()
    return {path.stem: np.asarray(Image.open(path)) for path in paths}


def assert_equal_labels(found, expected):
    assert found.keys() == expected.keys()
    for name, ids in expected.items():
        np.testing.assert_array_equal(found[name], ids)


def coco_labels(folder, split, unlabeled):
    coco_tools = pytest.importorskip("pycocotools.coco")
    coco = coco_tools.COCO(str(folder / f"annotations/instances_{split}.json"))
    labels = {}
    for image in coco.imgs.values():
        assert (folder / "images" / split / image["file_name"]).is_file()
        ids = np.full((image["height"], image["width"]), unlabeled, np.uint8)
        for one in coco.loadAnns(coco.getAnnIds([image["id"]])):
            mask = coco.annToMask(one).astype(bool)
            assert mask.sum() == one["area"]
            ids[mask] = one["category_id"] - 1
        labels[image["file_name"].partition(".")[0]] = ids
    return labels


def test_a_folder_keeps_ids_images_and_names(tmp_path):
    labels = write_pets(tmp_path / "pets")
    before = written(tmp_path / "pets")
    result = convert(
        opened(tmp_path / "pets"), "folder", tmp_path / "out", SPLITS
    )
    assert written(tmp_path / "pets") == before
    for split in SPLITS:
        assert_equal_labels(labels_of(tmp_path / "out", split), labels[split])
        for name in labels[split]:
            one = f"images/{split}/{name}.png"
            assert (tmp_path / "out" / one).read_bytes() == before[one]
            with Image.open(
                tmp_path / "out/labels" / split / f"{name}.png"
            ) as png:
                assert png.mode == "P"
    assert (tmp_path / "out/classes.txt").read_text().split() == [*NAMES]
    assert result.images == {"train": 4, "val": 2}
    every = np.stack([*labels["train"].values()])
    for class_id in (0, 1, 2, 255):
        there = every == class_id
        assert result.pixels["train"][class_id] == there.sum()
        images = there.any(axis=(1, 2)).sum()
        assert result.images_with["train"][class_id] == images


@pytest.mark.parametrize(
    ("ignored", "polygons"), [(True, False), (False, True)]
)
def test_coco_loses_nothing(tmp_path, ignored, polygons):
    labels = write_pets(tmp_path / "pets", ignored)
    result = convert(
        opened(tmp_path / "pets"),
        "coco",
        tmp_path / "out",
        SPLITS,
        draws_polygons=polygons,
    )
    path = tmp_path / "out/annotations/instances_train.json"
    content = json.loads(path.read_text())
    drawn = {one["category_id"] for one in content["annotations"]}
    assert drawn == ({1, 2, 3} if ignored else {2, 3})
    assert content["info"]["unlabeled"] == (
        "ignore" if ignored else "background"
    )
    assert [c["name"] for c in content["categories"]] == [*NAMES]
    kinds = {type(one["segmentation"]) for one in content["annotations"]}
    assert kinds == ({list, dict} if polygons else {dict})
    for split in SPLITS:
        found = coco_labels(tmp_path / "out", split, 255 if ignored else 0)
        assert_equal_labels(found, labels[split])
    assert len(result.notes) == 1


def test_links_are_the_files_themselves(tmp_path):
    write_pets(tmp_path / "pets")
    result = convert(
        opened(tmp_path / "pets"), "yolo", tmp_path / "out", ("val",), link=True
    )
    assert (result.linked, result.copied) == (2, 0)
    one = "images/val/pet_4.png"
    assert (tmp_path / "out" / one).samefile(tmp_path / "pets" / one)


def test_records_take_new_splits_and_give_them_back(tmp_path):
    labels = write_pets(tmp_path / "pets")
    every = {**labels["train"], **labels["val"]}
    result = convert(
        opened(tmp_path / "pets"),
        "records",
        tmp_path / "records",
        SPLITS,
        division=Division((0.5, 0.5), seed=3),
        shards=2,
    )
    assert result.images == {"train": 3, "val": 3}
    packed = opened(tmp_path / "records")
    convert(packed, "folder", tmp_path / "out", SPLITS)
    found = {s: labels_of(tmp_path / "out", s) for s in SPLITS}
    assert [len(found[split]) for split in SPLITS] == [3, 3]
    assert not found["train"].keys() & found["val"].keys()
    assert_equal_labels({**found["train"], **found["val"]}, every)
    with pytest.raises(DataError, match="holds records already"):
        convert(packed, "records", tmp_path / "again", SPLITS)


def test_an_image_that_two_splits_list_is_divided_once(tmp_path):
    write_pets(tmp_path / "pets")
    division = Division((0.5, 0.5))
    data = opened(tmp_path / "pets")
    result = convert(
        data, "yolo", tmp_path / "out", ("train", "train"), division=division
    )
    assert result.images == {"train": 2, "val": 2}


def test_equal_names_of_two_splits_are_told_apart(tmp_path):
    labels = write_pets(tmp_path / "pets")
    for kind in ("images", "labels"):
        folder = tmp_path / "pets" / kind / "val"
        (folder / "pet_4.png").rename(folder / "pet_0.png")
    convert(
        opened(tmp_path / "pets"),
        "folder",
        tmp_path / "out",
        SPLITS,
        division=Division((0.5, 0.5)),
    )
    found = {}
    for split in SPLITS:
        found |= labels_of(tmp_path / "out", split)
    assert len(found) == 6 and {"train_pet_0", "val_pet_0"} < found.keys()
    np.testing.assert_array_equal(found["val_pet_0"], labels["val"]["pet_4"])


def test_frames_of_a_group_stay_together(tmp_path):
    write_pets(tmp_path / "pets")
    for number in range(6):
        for kind in ("images", "labels"):
            split = "train" if number < 4 else "val"
            path = tmp_path / "pets" / kind / split / f"pet_{number}.png"
            path.rename(path.with_name(f"{'abc'[number % 3]}_{number}.png"))
    convert(
        opened(tmp_path / "pets"),
        "folder",
        tmp_path / "out",
        SPLITS,
        division=Division((0.6, 0.4), group_by="^(.)_"),
    )
    videos = [
        {name[0] for name in labels_of(tmp_path / "out", split)}
        for split in SPLITS
    ]
    assert videos[0] | videos[1] == {*"abc"} and not videos[0] & videos[1]


def test_what_is_wrong_leaves_nothing_behind(tmp_path):
    write_pets(tmp_path / "pets")
    data = opened(tmp_path / "pets")
    (tmp_path / "used").mkdir()
    (tmp_path / "used/mine.txt").write_text("mine")
    with pytest.raises(DataError, match="is in use"):
        convert(data, "coco", tmp_path / "used", SPLITS)
    with pytest.raises(DataError, match="lies within the data set"):
        convert(data, "coco", tmp_path / "pets/coco", SPLITS)
    with pytest.raises(DataError, match="no split 'test'"):
        convert(data, "coco", tmp_path / "out", ("test",))
    (tmp_path / "pets/classes.txt").write_text("background\ncat\n")
    with pytest.raises(DataError, match="holds the id 2"):
        convert(opened(tmp_path / "pets"), "coco", tmp_path / "out", SPLITS)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["pets", "used"]
    assert [*written(tmp_path / "used")] == ["mine.txt"]


def test_an_error_while_writing_leaves_nothing_behind(tmp_path, monkeypatch):
    write_pets(tmp_path / "pets")
    monkeypatch.setattr(
        "input_pipeline.convert.image_files.shutil.copyfile", full_disk
    )
    with pytest.raises(DataError, match="out cannot be written: No space"):
        convert(opened(tmp_path / "pets"), "coco", tmp_path / "out", SPLITS)
    assert [p.name for p in tmp_path.iterdir()] == ["pets"]


def full_disk(source, target):
    if "pet_2" in str(source):
        raise OSError(28, "No space left on device")
    target.write_bytes(source.read_bytes())


def test_shares_that_are_none_are_refused():
    for shares in ((1.0,), (0.8, 0.3), (1.2, -0.2), (0.25,) * 4):
        with pytest.raises(ValueError, match="sum to 1"):
            Division(shares)
