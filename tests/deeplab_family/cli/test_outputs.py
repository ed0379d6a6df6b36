import os

import pytest

from deeplab_family.cli.main import main
from deeplab_family.cli.outputs import check_outputs


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photos" / "a.png"
    path.parent.mkdir()
    path.write_text("photo")
    return path


def test_new_files_are_welcome(photo, tmp_path):
    out = tmp_path / "new" / "deep"
    check_outputs([out / "a.png", None, out / "b.png"], [photo, None])
    check_outputs([photo.parent / "b.json"], [photo.parent])
    assert list(tmp_path.iterdir()) == [photo.parent]
    assert list(photo.parent.iterdir()) == [photo]


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("kind", ["itself", "symbolic", "hard", "folder"])
def test_an_input_is_refused_under_every_name(photo, tmp_path, kind, overwrite):
    output = tmp_path / "other.png"
    if kind == "itself":
        output = photo.parent / ".." / "photos" / "a.png"
    elif kind == "folder":
        (tmp_path / "link").symlink_to(photo.parent)
        output = tmp_path / "link" / "a.png"
    else:
        (os.symlink if kind == "symbolic" else os.link)(photo, output)
    with pytest.raises(ValueError, match="would be overwritten"):
        check_outputs([output], [photo], overwrite=overwrite)


def test_what_lies_in_a_folder_that_is_read_is_never_replaced(photo, tmp_path):
    (tmp_path / "link").symlink_to(photo.parent)
    with pytest.raises(ValueError, match="which is read"):
        check_outputs([tmp_path / "link/a.png"], [tmp_path], overwrite=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("out/a.png", "out/./a.png"),
        ("out/a.png", "link/a.png"),
        ("out/IMG.png", "out/img.png"),
        ("out/\u00fc.png", "out/u\u0308.png"),
    ],
)
def test_two_outputs_for_one_file_are_refused(tmp_path, one, other):
    (tmp_path / "out").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "out")
    outputs = [tmp_path / one, f"{tmp_path}/{other}"]
    with pytest.raises(ValueError, match="written to one file"):
        check_outputs(outputs)


def test_a_file_that_another_output_needs_as_a_folder_is_refused(tmp_path):
    with pytest.raises(ValueError, match="to be a file, and a folder for"):
        check_outputs([tmp_path / "out", tmp_path / "out" / "a.png"])


def test_what_is_there_needs_consent(tmp_path):
    paths = [tmp_path / f"{number}.png" for number in range(5)]
    for path in paths[:4]:
        path.write_text("mine")
    paths[0].unlink()
    paths[0].symlink_to(tmp_path / "nowhere")
    with pytest.raises(ValueError, match=r"2\.png and 1 more: there already"):
        check_outputs(paths)
    check_outputs(paths, overwrite=True)
    assert paths[1].read_text() == "mine"


def test_folders_devices_and_pipes_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, words in [
        (tmp_path, "is a folder"),
        (tmp_path / "pipe", "a device or a pipe"),
        ("/dev/null", "a device or a pipe"),
    ]:
        with pytest.raises(ValueError, match=words):
            check_outputs([path], overwrite=True)


def test_a_file_on_the_way_is_named(photo):
    with pytest.raises(ValueError, match="a.png is a file, so .* cannot be"):
        check_outputs([photo / "out" / "b.png"])


@pytest.mark.skipif(not os.path.exists("/proc/self"), reason="needs /proc")
def test_a_place_that_takes_no_file_is_named(tmp_path):
    # No process, root included, can make a file there.
    with pytest.raises(ValueError, match="/proc/self cannot be written to"):
        check_outputs(["/proc/self/new/a.json"])


@pytest.mark.parametrize(
    "words",
    [
        ["evaluate", "m.keras", "data", "--json"],
        ["doctor", "data", "--json"],
        ["doctor", "data", "--sheet"],
        ["inspect", "m.keras", "--json"],
        ["inspect", "m.keras", "--effective-receptive-field", "photo.jpg"]
        + ["--output"],
        ["compare", "m.keras", "--json"],
    ],
    ids=" ".join,
)
def test_every_command_asks_before_it_starts(
    words, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    for name in ("m.keras", "photo.jpg", "data/classes.txt", "mine"):
        (tmp_path / name).write_text("mine")
    read = [name for name in ("m.keras", "photo.jpg") if name in words]
    if "data" in words:
        read.append("data/classes.txt")
    for name, reason in [("mine", "there already"), ("data", "is a folder")]:
        assert main([*words, name]) == 2
        assert reason in capsys.readouterr().err
    for name in read:
        assert main([*words, name, "--overwrite"]) == 2
        assert "read" in capsys.readouterr().err
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.read_text() for path in written} == {"mine"}


def test_two_options_may_not_name_one_file(capsys):
    words = ["doctor", "data", "--json", "new.png", "--sheet", "./new.png"]
    assert main(words) == 2
    assert "would be written to one file" in capsys.readouterr().err
