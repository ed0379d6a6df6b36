import pytest

from deeplab_family.cli.path_checks import (
    require_file,
    require_folder,
    require_output_folder,
)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder, `photos`, with a file in it; an empty one; a dead link."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").touch()
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("gone")
    return tmp_path


def refusal(check, path, *more, **others):
    with pytest.raises(ValueError) as error:
        check(path, "--images", *more, **others)
    return str(error.value)


def test_a_folder_is_wanted(place):
    wanted = "--images is a folder of photographs"

    def told(name):
        return refusal(require_folder, place / name, "a folder of photographs")

    meant = f"perhaps you meant '{place / 'photos'}'"
    missing = f"there is no folder {place / 'fotos'}; {meant}. {wanted}"
    assert told("fotos") == missing
    file = place / "photos" / "a.jpg"
    assert told("photos/a.jpg") == f"{file} is a file. {wanted}"
    assert told("empty") == f"{place / 'empty'} is an empty folder. {wanted}"
    assert "is a link to gone, which is not there" in told("link")


def test_what_is_there_or_not_given_is_no_matter(place):
    require_folder(None, "--images", "")
    require_file(None, "--check", "")
    require_output_folder(None, "--output")
    require_folder(place / "photos", "--images", "")
    require_folder(place / "empty", "DATA", "", may_be_empty=True)
    require_file(place / "photos" / "a.jpg", "--check", "")
    require_output_folder(place / "new" / "deep", "--output", is_new=True)
    require_output_folder(place / "empty", "--output", is_new=True)
    require_output_folder(place / "photos", "--output")


def test_a_file_is_wanted(place):
    told = refusal(require_file, place / "photos", "a photograph")
    assert told == f"{place / 'photos'} is a folder. --images is a photograph"
    told = refusal(require_file, place / "b.jpg", "a photograph")
    assert told.startswith(f"there is no file {place / 'b.jpg'}. ")


@pytest.mark.parametrize("below", ["", "/deep"])
def test_no_folder_can_be_made_in_a_file(place, below):
    file = place / "photos" / "a.jpg"
    told = refusal(require_output_folder, place / f"photos/a.jpg{below}")
    assert told.startswith(f"{file} is a file, and --images {file}{below} is")


def test_a_new_folder_holds_nothing_yet(place):
    told = refusal(require_output_folder, place / "photos", is_new=True)
    assert told == f"{place / 'photos'} is in use; name a new or empty folder"
