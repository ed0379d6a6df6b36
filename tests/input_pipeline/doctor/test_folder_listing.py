import shutil

import pytest

from input_pipeline import DataError
from input_pipeline.doctor.folder_listing import FLAT, list_folder
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


def test_pictures_without_splits_are_read_too(tmp_path):
    for part in ("images", "labels"):
        (tmp_path / part).mkdir()
    (tmp_path / "images/a.jpg").touch()
    (tmp_path / "labels/a.png").touch()
    tree = list_folder(tmp_path)
    assert codes(tree) == ["tree"] and tree.splits == (FLAT,)
    assert tree.cases[0].image_name == "images/a.jpg"


def test_missing_parts_are_named(tmp_path):
    assert codes(list_folder(tmp_path)) == ["tree"]
    found = list_folder(tmp_path).findings[0].found
    assert found == "no folder images and no folder labels"


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
