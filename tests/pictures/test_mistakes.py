"""Mistakes put into streets: exactly those, and the originals stay."""

import numpy as np
import pytest
from PIL import Image

from deeplab_family.visualization import write_image, write_mask
from input_pipeline.synthetic.classes import CLASS_NAMES, PALETTE
from pictures.demo_run import DemoRun
from pictures.mistakes import NO_CLASS, STREETS, put_mistakes

CAR, TREE, SIGN, SKY, PERSON, BUILDING = map(
    CLASS_NAMES.index, ("car", "tree", "sign", "sky", "person", "building")
)


def read(path):
    with Image.open(path) as image:
        return np.array(image)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """The streets, of which later ones have more of each class; the copy."""
    home = tmp_path_factory.mktemp("demo")
    (home / "streets").mkdir()
    (home / "streets" / "classes.txt").write_text("\n".join(CLASS_NAMES))
    for split, count in STREETS.items():
        for number in range(count):
            ids = np.zeros((8, 40), np.uint8)
            for row, class_id in enumerate((CAR, TREE, SIGN)):
                ids[row, : number + 1] = class_id
            name = f"{split}/{split}_{number:04}"
            write_mask(home / f"streets/labels/{name}.png", ids, PALETTE)
            image = np.full((8, 40, 3), number, np.uint8)
            write_image(home / f"streets/images/{name}.jpg", image)
    return home / "streets", put_mistakes(DemoRun(home), home / "copy")


def changed(folders, split):
    """Names of changed labels: label before, label after."""
    before, after = (folder / "labels" / split for folder in folders)
    pairs = {f.stem: (read(f), read(after / f.name)) for f in before.iterdir()}
    return {n: p for n, p in pairs.items() if not np.array_equal(*p)}


def test_two_labels_of_train_are_wrong(folders):
    found = changed(folders, "train")
    assert found.keys() == {"train_0005", "train_0008"}
    before, after = found["train_0008"]
    assert np.array_equal(after, before[::2, ::2])
    before, after = found["train_0005"]
    assert np.array_equal(after, np.where(before == CAR, NO_CLASS, before))


def test_one_street_is_in_both_splits(folders):
    streets, copy = folders
    for part, ending in (("images", "jpg"), ("labels", "png")):
        twice = copy / part / "train" / f"train_0099.{ending}"
        original = streets / part / "val" / f"val_0020.{ending}"
        assert twice.read_bytes() == original.read_bytes()
    assert len([*(copy / "images" / "train").iterdir()]) == 13
    assert len([*(copy / "images" / "val").iterdir()]) == 24


def test_four_labels_of_val_are_wrong(folders):
    found = changed(folders, "val")
    before, after = found.pop("val_0000")
    assert (after[:, :20] == SKY).all()
    assert np.array_equal(after[:, 20:], before[:, 20:])
    wrong = {"val_0023": (TREE, BUILDING), "val_0022": (CAR, PERSON)}
    wrong["val_0013"] = (SIGN, SKY)
    assert found.keys() == wrong.keys()
    for name, (right, called) in wrong.items():
        before, after = found[name]
        assert np.array_equal(after, np.where(before == right, called, before))
