import pytest

from export.publish.rename_transaction import (
    JOURNAL,
    RenameTransaction,
)


def write(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def read(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def moves(tmp_path):
    (tmp_path / "backup").mkdir()
    return RenameTransaction(tmp_path / "backup")


def test_folders_are_merged_and_files_replaced(tmp_path, moves):
    old = write(tmp_path / "old", a="1", b="1", m__1="x")
    new = write(tmp_path / "new", b="2", m__2="y", n__1="z")
    moves.merge(new, old)
    moves.keep()
    assert read(old) == {"a": "1", "b": "2", "m/1": "x", "m/2": "y", "n/1": "z"}
    assert list(read(tmp_path / "backup").values()) == ["1"]


def test_undo_puts_every_file_back(tmp_path, moves):
    old = write(tmp_path / "old", a="1", b="1", m__1="x")
    new = write(tmp_path / "new", b="2", m__2="y", n__1="z")
    before = read(tmp_path)
    moves.merge(new, old)
    moves.move(old, tmp_path / "elsewhere")
    moves.undo()
    assert read(tmp_path) == before


def test_two_files_of_one_name_both_fit_into_the_attic(tmp_path, moves):
    folder = write(tmp_path / "x", a__f="1", b__f="2")
    moves.set_aside(folder / "a/f")
    moves.set_aside(folder / "b/f")
    moves.keep()
    assert sorted(read(tmp_path / "backup").values()) == ["1", "2"]


def test_a_folder_gives_way_to_a_file(tmp_path, moves):
    old = write(tmp_path / "old", a__f="1")
    moves.merge(write(tmp_path / "new", a="2"), old)
    assert read(old) == {"a": "2"}


def test_a_killed_process_is_undone_by_the_next(tmp_path, moves):
    old = write(tmp_path / "old", a="1", b="1", m__1="x")
    new = write(tmp_path / "new", b="2", m__2="y", n__1="z")
    before = read(tmp_path)
    moves.merge(new, old)
    moves.move(old, tmp_path / "elsewhere")
    with (tmp_path / "backup" / JOURNAL).open("a") as file:
        file.write('["half')
    moved = tmp_path.rename(tmp_path.with_name("mounted_elsewhere"))
    RenameTransaction(moved / "backup").undo()
    assert read(moved) == before


def test_what_cannot_be_put_back_stays_noted(tmp_path, moves):
    write(tmp_path / "old", a="1")
    moves.move(tmp_path / "old", tmp_path / "backup" / "old")
    write(tmp_path / "old", b="of somebody else")
    moves.undo()
    assert read(tmp_path / "old") == {"b": "of somebody else"}
    assert (tmp_path / "backup" / "old" / "a").read_text() == "1"
    assert (tmp_path / "backup" / JOURNAL).exists()
