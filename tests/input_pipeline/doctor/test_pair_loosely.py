import pytest

from input_pipeline.datasets.folder_trees import Part
from input_pipeline.doctor.pair_loosely import pair_loosely


@pytest.fixture
def pair(tmp_path):
    def write(images, labels):
        for part, names in (("images", images), ("labels", labels)):
            folder = tmp_path / part / "train"
            folder.mkdir(parents=True)
            for name in names.split():
                (folder / name).touch()
        cases, findings = [], []
        part = Part(tmp_path / "images/train", tmp_path / "labels/train")
        pair_loosely(tmp_path, part, "train", cases, findings)
        return [case.id for case in cases], {f.code: f for f in findings}

    return write


def test_pairs_are_made_by_stem_in_order(pair):
    assert pair("b.JPG a.png", "a.png b.png") == (["a", "b"], {})


def test_hidden_and_other_files_are_left_alone(pair):
    assert pair("a.jpg .b.jpg Thumbs.db", "a.png notes.txt") == (["a"], {})


def test_partners_are_missing_on_both_sides(pair):
    cases, findings = pair("a.jpg b.jpg", "b.png c.png")
    assert cases == ["b"]
    assert findings["image_without_label"].places[0].file == (
        "images/train/a.jpg"
    )
    assert findings["label_without_image"].places[0].file == (
        "labels/train/c.png"
    )


@pytest.mark.parametrize(
    ("images", "labels", "hint"),
    [
        ("a.jpg b.jpg", "a_gt.png b_gt.png", "named NAME_gt"),
        ("a_x.jpg b_x.jpg", "a.png b.png", "named NAME without '_x'"),
    ],
)
def test_a_common_ending_is_noticed(pair, images, labels, hint):
    _, findings = pair(images, labels)
    assert hint in findings["image_without_label"].found


def test_no_common_ending_no_hint(pair):
    _, findings = pair("a.jpg b.jpg", "a_gt.png b_other.png")
    assert "named" not in findings["image_without_label"].found


def test_labels_that_are_all_called_masks_have_their_images(pair):
    assert pair("a.jpg b.jpg", "a_mask.png b_mask.png") == (["a", "b"], {})


def test_labels_beside_their_images(tmp_path):
    for name in ("a.jpg", "a_mask.png", "b.png", "b_mask.png", "c.jpg"):
        (tmp_path / name).touch()
    cases, findings = [], []
    part = Part(tmp_path, tmp_path, "_mask")
    pair_loosely(tmp_path, part, "train", cases, findings)
    assert [(case.id, case.label_name) for case in cases] == [
        ("a", "a_mask.png"),
        ("b", "b_mask.png"),
    ]
    [lonely] = findings
    assert lonely.places[0].file == "c.jpg"


def test_two_images_of_one_name(pair):
    cases, findings = pair("a.jpg a.png", "a.png")
    assert cases == ["a"] and list(findings) == ["name_twice"]


def test_preview_beside_a_label_is_no_finding(pair):
    assert pair("a.jpg", "a.jpg a.png") == (["a"], {})


def test_jpeg_label_is_refused_by_its_name(pair):
    cases, findings = pair("a.jpg b.jpg", "a.jpg b.png")
    assert cases == ["b"]
    [place] = findings["label_format"].places
    assert place.file == "labels/train/a.jpg"


def test_other_pictures_are_said_to_be_ignored(pair):
    cases, findings = pair("a.jpg c.webp", "a.png d.gif")
    assert cases == ["a"] and list(findings) == ["picture_ignored"]


def test_empty_split(pair):
    assert list(pair("", "")[1]) == ["split_empty"]


def test_letter_case_and_the_form_of_accents_do_not_matter(pair):
    cases, findings = pair(
        "IMG_1.JPG cafe\u0301.jpg", "img_1.png caf\u00e9.png"
    )
    assert (cases, findings) == (["IMG_1", "cafe\u0301"], {})


def test_folders_below_count_and_folders_are_no_pictures(pair, tmp_path):
    for folder, name in (("images", "a.jpg"), ("labels", "a.png")):
        below = tmp_path / folder / "train/day"
        below.mkdir(parents=True)
        (below / name).touch()
        (tmp_path / folder / "train/b.png").mkdir()
    cases, findings = [], []
    part = Part(tmp_path / "images/train", tmp_path / "labels/train")
    pair_loosely(tmp_path, part, "train", cases, findings)
    assert [case.id for case in cases] == ["day/a"] and not findings
    assert cases[0].image == tmp_path / "images/train/day/a.jpg"
