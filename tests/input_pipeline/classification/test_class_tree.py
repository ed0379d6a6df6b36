import pytest

from input_pipeline import DataError
from input_pipeline.classification import list_images, read_classes


def put(root, *files):
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return root


def test_classes_are_numbered_by_their_sorted_folders(tmp_path):
    """As torchvision's `ImageFolder`: "n10" before "n2", "Z" before "a"."""
    put(
        tmp_path,
        *(f"train/{name}/1.JPEG" for name in ("n2", "a", "n10", "Z")),
        "val/n2/2.JPEG",
        "val/Z/1.JPEG",
    )
    spec = read_classes(tmp_path, "train")
    assert spec.class_names == ("Z", "a", "n10", "n2")
    assert list_images(tmp_path, "train", spec).class_ids == (0, 1, 2, 3)
    # Not 0 and 1, which a numbering of its own would give.
    assert list_images(tmp_path, "val", spec).class_ids == (0, 3)


def test_hidden_files_and_other_kinds_are_left_out(tmp_path):
    put(
        tmp_path,
        "train/.cache/1.JPEG",
        "train/notes.txt",
        "train/n1/._2.JPEG",
        "train/n1/readme.txt",
        "train/n1/b.png",
        "train/n1/a.JPEG",
        "train/n1/C.jpg",
    )
    spec = read_classes(tmp_path, "train")
    assert spec.class_names == ("n1",)
    folder = tmp_path / "train" / "n1"
    assert list_images(tmp_path, "train", spec).paths == tuple(
        str(folder / name) for name in ("C.jpg", "a.JPEG", "b.png")
    )


def test_a_flat_folder_has_its_classes_from_the_list_beside_it(tmp_path):
    put(tmp_path, "train/n1/1.JPEG", "train/n2/1.JPEG")
    put(tmp_path, "val/v 1.JPEG", "val/v2.JPEG")
    (tmp_path / "val.txt").write_text("v2.JPEG n1\n\nv 1.JPEG n2\n")
    spec = read_classes(tmp_path, "train")
    images = list_images(tmp_path, "val", spec)
    assert [path[-8:] for path in images.paths] == ["v 1.JPEG", "/v2.JPEG"]
    assert images.class_ids == (1, 0)


@pytest.mark.parametrize(
    ("files", "listed", "words"),
    [
        (["train/n1/1.JPEG"], None, "no folder .*val"),
        (["train/n1/1.JPEG", "val/n9/1.JPEG"], None, "n9 is of no class"),
        (["train/n1/1.JPEG", "val/n1/1.txt"], None, "n1 holds no image"),
        (["train/n1/1.JPEG", "val/1.JPEG"], None, "val.txt"),
        (["train/n1/1.JPEG", "val/1.JPEG"], "2.JPEG n1", "no line for .*1.JP"),
        (["train/n1/1.JPEG", "val/1.JPEG"], "1.JPEG 7", "line 1, must be"),
        (["train/n1/1.JPEG", "val/1.JPEG"], "n1", "line 1, must be"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, files, listed, words):
    put(tmp_path, *files)
    if listed:
        (tmp_path / "val.txt").write_text(listed)
    spec = read_classes(tmp_path, "train")
    with pytest.raises(DataError, match=words):
        list_images(tmp_path, "val", spec)


def test_a_folder_without_classes_is_refused(tmp_path):
    put(tmp_path, "train/1.JPEG")
    with pytest.raises(DataError, match="holds no folder of a class"):
        read_classes(tmp_path, "train")
    with pytest.raises(DataError, match="no folder .*test"):
        read_classes(tmp_path, "test")
