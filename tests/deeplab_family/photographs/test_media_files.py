import itertools
import os

import pytest

from deeplab_family.photographs import find_media
from input_pipeline import DataError


def make(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def names(*words, **options):
    return [file.name for file in find_media(words, **options)]


def test_a_folder_keeps_its_structure(tmp_path):
    make(tmp_path, "b.jpg", "a.PNG", "sea/b.jpg", "sea/far/b.webp", "clip.MP4")
    found = ["a", "b", "clip", "sea/b", "sea/far/b"]
    assert names(tmp_path) == found
    (clip,) = (f for f in find_media([tmp_path]) if f.is_video)
    assert clip.path == tmp_path / "clip.MP4"


def test_what_is_hidden_or_no_picture_is_left_out(tmp_path):
    make(tmp_path, "a.jpg", "._a.jpg", ".cache/b.jpg", "notes.txt", "c.jpg.txt")
    os.mkfifo(tmp_path / "pipe.jpg")
    assert names(tmp_path) == ["a"]
    assert names(tmp_path / "._a.jpg") == ["._a"]  # asked for by name


def test_links_to_folders_are_followed_once(tmp_path):
    make(tmp_path, "photos/a.jpg", "elsewhere/b.jpg")
    (tmp_path / "photos/loop").symlink_to(tmp_path / "photos")
    (tmp_path / "photos/more").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "photos/more_again").symlink_to(tmp_path / "elsewhere")
    assert names(tmp_path / "photos") == ["a", "more/b"]


def test_a_broken_link_is_kept_to_be_named_later(tmp_path):
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere.jpg")
    assert names(tmp_path) == ["gone"]


def test_the_folder_of_the_results_is_not_entered(tmp_path):
    make(tmp_path, "a.jpg", "masks/a.png", "masks/deep/a.png")
    assert names(tmp_path, leave_out=tmp_path / "masks") == ["a"]
    assert names(tmp_path, leave_out=tmp_path / "nowhere") == [
        *("a", "masks/a", "masks/deep/a")
    ]


def test_patterns_count_from_their_first_wild_card(tmp_path):
    make(
        tmp_path, "x/1/a.jpg", "x/1/b.png", "x/2/a.jpg", "x/2/.c.jpg", "x/d.txt"
    )
    assert names(tmp_path / "x/*/a.jpg") == ["1/a", "2/a"]
    assert names(tmp_path / "x/**/*") == ["1/a", "1/b", "2/a"]
    assert names(tmp_path / "x/[2-9]") == ["2/a"]
    assert names(tmp_path / "x/?/*.png") == ["1/b"]


def test_a_name_with_wild_cards_is_a_file_where_it_is_one(tmp_path):
    make(tmp_path, "a[1].jpg", "a1.jpg")
    assert names(tmp_path / "a[1].jpg") == ["a[1]"]


def test_files_go_by_their_own_names_as_long_as_these_differ(tmp_path):
    make(tmp_path, "x/a.jpg", "y/b.jpg", "y/a.jpg")
    x, y = tmp_path / "x/a.jpg", tmp_path / "y"
    assert names(x, y / "b.jpg") == ["a", "b"]
    assert names(x, y / "a.jpg") == ["x/a", "y/a"]
    assert names(x, y) == ["x/a", "y/a", "y/b"]


def test_capital_letters_do_not_tell_two_results_apart(tmp_path):
    make(tmp_path, "x/A.jpg", "y/a.jpg")
    assert names(tmp_path / "x/A.jpg", tmp_path / "y") == ["x/A", "y/a"]


def test_a_file_named_twice_counts_once(tmp_path, monkeypatch):
    make(tmp_path, "x/a.jpg")
    monkeypatch.chdir(tmp_path)
    assert names("x", "x/a.jpg", tmp_path / "x/a.jpg", "x/../x") == ["a"]


def test_equal_names_of_one_folder_keep_their_endings(tmp_path):
    make(tmp_path, "x/cmyk.jpg", "x/cmyk.tif", "x/b.jpg", "y/cmyk.jpg")
    kept = ["b", "cmyk.jpg", "cmyk.tif"]
    assert names(tmp_path / "x") == kept
    assert names(tmp_path) == [*(f"x/{name}" for name in kept), "y/cmyk"]
    make(tmp_path, "clip/c.jpg", "clip/c.mp4")  # its results end differently
    assert names(tmp_path / "clip") == ["c", "c"]
    make(tmp_path, "clip/c.avi")
    assert names(tmp_path / "clip") == ["c.avi", "c", "c.mp4"]


def test_a_whole_name_is_never_that_of_another_file(tmp_path):
    make(tmp_path, "a.jpg", "a.tif", "a.jpg.png", "a.jpg.png.bmp", "b.jpg")
    kept = ["a.jpg", "a.jpg.png", "a.jpg.png.bmp", "a.tif", "b"]
    assert names(tmp_path) == kept
    for files in itertools.permutations(sorted(tmp_path.iterdir())):
        found = {file.path.name: file.name for file in find_media(files)}
        assert [found[name] for name in sorted(found)] == kept


def test_the_order_of_words_changes_no_name(tmp_path):
    make(tmp_path, "sea/a.jpg", "sea/a.tif", "b.jpg")
    words = [tmp_path, tmp_path / "sea", tmp_path / "sea/a.tif"]
    for order in itertools.permutations(words):
        assert {*names(*order)} == {"b", "sea/a.jpg", "sea/a.tif"}


def test_files_that_are_one_on_many_disks_are_refused(tmp_path):
    make(tmp_path, "a.jpg", "A.JPG")
    with pytest.raises(DataError, match="A.JPG and .*a.jpg .*one file on many"):
        find_media([tmp_path])


def test_a_camera_and_a_file_have_results_of_their_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make(tmp_path, "camera_0.mp4")
    files = find_media(["camera:0", "camera_0.mp4"])
    assert [f.result_name for f in files] == ["camera_0", "camera_0.mp4"]


def test_a_file_is_looked_for_under_its_own_name(tmp_path):
    make(tmp_path, "x/a.jpg", "x/a.tif", "x/b.c.png")
    found = [file.file_name for file in find_media([tmp_path])]
    assert found == ["x/a.jpg", "x/a.tif", "x/b.c.png"]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("nowhere", "nowhere: no such file or folder"),
        ("empty", "empty holds no image and no video. Expected .*.jpg"),
        ("empty/*.jpg", "matches no image"),
        ("pipe", "neither a file nor a folder"),
        ("link", "link is a link to gone.jpg, which is not there"),
        ("loop", "loop is a link to loop, which is not there"),
    ],
)
def test_what_holds_no_picture_is_named(tmp_path, word, said):
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("gone.jpg")
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError, match=said):
        find_media([tmp_path / word])


def test_a_camera_is_a_number(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (camera,) = find_media(["camera:12"])
    assert camera.camera == 12 and camera.is_video
    make(tmp_path, "camera:12")
    (file,) = find_media(["camera:12"])
    assert file.camera is None and not file.is_video


def test_names_of_any_letters_are_kept(tmp_path):
    name = b"caf\xe9 \xc3\xbc".decode("utf-8", "surrogateescape")
    make(tmp_path, f"{name}.jpg", "two words.ext.png")
    assert names(tmp_path) == sorted([name, "two words.ext"])
