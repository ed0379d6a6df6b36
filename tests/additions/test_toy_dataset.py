"""A data set costs one file and one entry in `DATASETS`: here is a toy one.

The class below would be the file; the entry is made by the fixture. Nothing
else of the package is touched.
"""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from deeplab_family.cli.options import parse
from deeplab_family.cli.records import Options
from deeplab_family.cli.short_flags import sort_words
from deeplab_family.cli.train_source import find_source
from input_pipeline import (
    DATASETS,
    DataConfig,
    DataError,
    Mix,
    Patches,
    open_data,
)
from input_pipeline.datasets import DatasetSpec, FileDataset
from input_pipeline.datasets.recognize import recognize
from input_pipeline.sample import SamplePaths
from tests.contracts.dataset import DatasetContract

SIZE = (24, 32)


class ToyDataset(FileDataset):
    """Scans and their masks side by side, a folder for each split."""

    marks = ("scans/train",)
    spec = DatasetSpec(
        ("paper", "ink"),
        ((255, 255, 255), (0, 0, 0)),
        label_map=((10, 0), (20, 1), (0, 255)),
    )
    splits = ("train", "val")

    def __init__(self, root):
        self.root = Path(root)

    def samples(self, split):
        if split not in self.splits:
            raise DataError(f"no split {split!r}. Splits: train, val")
        masks = sorted((self.root / "scans" / split).glob("*.mask.png"))
        pairs = [
            (m, m.with_name(m.name.replace("mask", "scan"))) for m in masks
        ]
        for _, scan in pairs:
            if not scan.is_file():
                raise DataError(f"{scan} is missing")
        return tuple(
            SamplePaths(
                id=scan.name.split(".")[0], image_path=scan, label_path=mask
            )
            for mask, scan in pairs
        )


def pixels(number):
    return np.full((*SIZE, 3), 40 * number + 10, np.uint8)


def stored(number):
    ids = np.full(SIZE, 10, np.uint8)
    ids[: 4 + number] = 20
    ids[:, 0] = 0
    return ids


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setitem(DATASETS, "toy", ToyDataset)
    folder = tmp_path / "archive"
    for split, numbers in (("train", (0, 1, 2)), ("val", (3,))):
        (folder / "scans" / split).mkdir(parents=True)
        for number in numbers:
            for kind, array in (("scan", pixels), ("mask", stored)):
                path = folder / f"scans/{split}/{number}.{kind}.png"
                Image.fromarray(array(number)).save(path)
    return folder


class TestToyDataset(DatasetContract):
    num_classes = 2

    @pytest.fixture
    def dataset(self, root):
        return ToyDataset(root)


def test_is_recognized_by_its_mark(root):
    assert recognize(root) == "toy"
    (root / "classes.txt").write_text("cat\n")  # then it is somebody's own
    assert recognize(root) == "folder"


@pytest.mark.parametrize("name", ["toy", "auto"])
def test_batches_hold_its_pixels_and_classes(root, name):
    data = open_data(
        DataConfig(dataset=name, root=str(root), crop_size=SIZE, batch_size=3)
    )
    for number, (images, labels) in enumerate(data.eval_batches(), 3):
        np.testing.assert_array_equal(images[0], pixels(number))
        expected = np.where(stored(number) == 20, 1, 0)
        expected[:, 0] = 255
        np.testing.assert_array_equal(labels[0], expected)
    images, labels = next(data.train_batches().as_numpy_iterator())
    assert set(np.unique(labels)) == {0, 1, 255}
    inside = images[labels == 1]
    assert {*inside.ravel().tolist()} <= {10, 50, 90}


def test_can_be_mixed_and_cut_as_any_other(root):
    mix = Mix(roots=(str(root),), datasets=("toy",), weights=(2.0,))
    patches = Patches(layout="even", size=(12, 16), rows=2, columns=2)
    config = DataConfig(dataset="toy", root=str(root), mix=mix, patches=patches)
    # Four patches of three images, once and, mixed in, twice.
    assert len(open_data(config).training) == 4 * 3 * (1 + 2)


def test_the_command_line_knows_it(root):
    recipe = find_source(sort_words([str(root)])).recipe
    assert recipe.data.dataset == "toy" and recipe.data.crop_size == (33, 33)
    named = sort_words([str(root), "--dataset", "toy"])
    assert find_source(named).recipe == recipe
    words = [str(root), "--dataset", "toy", "--output", "packed"]
    assert parse(Options, "records", words).dataset == "toy"


def test_an_unknown_name_is_answered_with_it(root):
    with pytest.raises(ValueError, match="toy. Received: 'toys'"):
        DataConfig(dataset="toys")
