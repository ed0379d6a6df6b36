import shutil

import pytest

from input_pipeline import DataError
from input_pipeline.datasets import FolderDataset
from input_pipeline.doctor.folder_listing import list_folder
from tests.input_pipeline.doctor.healthy_folder import write_healthy


@pytest.fixture
def root(tmp_path):
    return write_healthy(tmp_path / "photos")


def codes(tree):
    return [finding.code for finding in tree.findings]


def test_pairs_and_classes(root):
    tree = list_folder(root)
    assert tree.splits == ("train", "val") and len(tree.cases) == 5
    assert tree.spec.class_names == ("road", "sky", "car")
    case = tree.cases[-1]
    assert (case.id, case.splits) == ("011", ("val",))
    assert case.image_name == "images/val/011.jpg"
    assert case.label == root / "labels/val/011.png"


def test_split_of_labels_alone_is_listed(root):
    shutil.rmtree(root / "images" / "val")
    tree = list_folder(root)
    assert tree.splits == ("train", "val")
    assert codes(tree) == ["label_without_image"]
    assert len(tree.findings[0].places) == 2


@pytest.mark.parametrize("share", [None, 0.5, 0.0])
def test_splits_that_nobody_made_are_those_of_training(tmp_path, share):
    for part, ending in (("images", "jpg"), ("masks", "png")):
        (tmp_path / part).mkdir()
        for number in range(10):
            (tmp_path / part / f"{number}.{ending}").touch()
    listing = list_folder(tmp_path, val_share=share)
    dataset = FolderDataset(tmp_path, share)
    assert codes(listing) == [] and listing.splits == dataset.splits
    for split in dataset.splits:
        ids = [case.id for case in listing.cases if split in case.splits]
        assert ids == [sample.id for sample in dataset.samples(split)]
    wanted = list_folder(tmp_path, ["train"], share)
    assert {case.splits for case in wanted.cases} == {("train",)}


def test_a_share_of_train_is_val_where_one_is_given(root):
    for part in ("images", "labels"):
        shutil.rmtree(root / part / "val")
    assert list_folder(root).splits == ("train",)
    listing = list_folder(root, val_share=0.3)
    assert listing.splits == ("train", "val")
    assert sum(case.splits == ("val",) for case in listing.cases) == 1


def test_two_readings_are_a_finding(root):
    shutil.copytree(root / "labels", root / "masks")
    listing = list_folder(root)
    assert codes(listing) == ["tree_unclear"] and not listing.cases
    assert [place.file for place in listing.findings[0].places] == [
        "images/<split> and labels/<split>",
        "images/<split> and masks/<split>",
    ]


def test_missing_parts_are_named(tmp_path):
    assert codes(list_folder(tmp_path)) == ["tree"]
    found = list_folder(tmp_path).findings[0].found
    assert found.startswith("no folder images and no folder labels: ")


@pytest.mark.parametrize("content", [b"", b"a\na\n", b"\xff\xfe\x00"])
def test_bad_class_lists_are_findings(root, content):
    (root / "classes.txt").write_bytes(content)
    tree = list_folder(root)
    assert codes(tree) == ["classes_file"] and tree.spec is None


def test_without_a_class_list_nothing_is_stated(root):
    (root / "classes.txt").unlink()
    tree = list_folder(root)
    assert tree.spec is None and not tree.findings


def test_unknown_split_is_a_wrong_call(root):
    with pytest.raises(DataError, match="no split 'dev'.*train, val"):
        list_folder(root, ["dev"])
