import unicodedata
from pathlib import PurePosixPath

import pytest

from input_pipeline.file_names import (
    ListedFolders,
    match_names,
    names_beside,
)

ONE_LETTER = "Stra\u00dfe_caf\u00e9"
TWO_LETTERS = unicodedata.normalize("NFD", ONE_LETTER)


def test_equal_names_come_first():
    names = ["a", "A", "b"]
    assert match_names(names, ["A", "B"]) == {"A": "A", "b": "B"}


def test_accents_count_before_letter_case():
    these = [ONE_LETTER, ONE_LETTER.upper()]
    those = [TWO_LETTERS, TWO_LETTERS.upper()]
    assert TWO_LETTERS != ONE_LETTER
    assert match_names(these, those) == dict(zip(these, those, strict=True))


def test_two_that_would_fit_are_no_pair():
    assert match_names(["img"], ["IMG", "Img"]) == {}
    assert match_names(["IMG", "Img"], ["img"]) == {}


@pytest.mark.parametrize("asked", [ONE_LETTER, ONE_LETTER.upper(), TWO_LETTERS])
def test_a_file_is_found_in_folders_of_other_letters(tmp_path, asked):
    folder = tmp_path / "Day_1"
    folder.mkdir()
    path = folder / f"{TWO_LETTERS}.JPG"
    path.touch()
    name = PurePosixPath("day_1") / f"{asked}.jpg"
    assert ListedFolders().find(tmp_path, name) == path


def test_no_file_is_found_where_two_are_alike(tmp_path):
    for name in ("IMG.jpg", "Img.jpg"):
        (tmp_path / name).touch()
    find = ListedFolders().find
    assert find(tmp_path, PurePosixPath("img.jpg")) is None
    assert find(tmp_path, PurePosixPath("Img.jpg")) == tmp_path / "Img.jpg"


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "a.jpg").mkdir()
    assert ListedFolders().find(tmp_path, PurePosixPath("a.jpg")) is None


def test_what_lies_beside_a_missing_file(tmp_path):
    for name in ("A.png", "a.webp", "b.jpg", "a.json"):
        (tmp_path / name).touch()
    assert names_beside(tmp_path / "a.jpg") == ["A.png", "a.webp"]
    assert names_beside(tmp_path / "nothing" / "a.jpg") == []
