import shutil

import pytest
from PIL import ImageFont

from deeplab_family.visualization import font as fonts
from deeplab_family.visualization.font import OWN, unwritten, written


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch):
    """A machine without fonts, as many servers are."""
    monkeypatch.setattr(fonts, "machine_fonts", lambda: ())
    fonts._font_of.cache_clear()
    yield
    fonts._font_of.cache_clear()


def pixels(font, letter):
    mask = font.getmask(letter)
    return mask.size, bytes(mask)


@pytest.mark.parametrize(
    "name",
    [
        "road [void]",
        "Gehsteig (B\u00fcrgersteig), stra\u00dfe",
        "na\u00efve \u0142\u00f3d\u017a \u011f\u0131 \u1ec7",
        "\u03bf\u03b4\u03cc\u03c2 \u03a9",
        "\u0437\u0434\u0430\u043d\u0438\u0435 \u0491\u0457",
    ],
)
def test_latin_greek_and_cyrillic_are_written(name):
    text, font = written(name, 20, "class 3")

    assert text == name
    box = pixels(font, "\ufffe")
    letters = [letter for letter in name if letter != " "]
    assert all(pixels(font, letter) != box for letter in letters)
    assert len({pixels(font, letter) for letter in set(letters)}) > 3


def test_letters_and_marks_become_one():
    assert written("u\u0308", 20, "")[0] == "\u00fc"


@pytest.mark.parametrize(
    "name",
    [
        "\u9053\u8def",
        "\u0639\u0645\u0648\u062f",
        "road \U0001f6e3",
        "\x1b[2J",
        "a\nb",
        "\udcff",
    ],
)
def test_what_no_letter_is_there_for_becomes_the_number(name):
    assert written(name, 20, "class 3")[0] == "class 3"


def test_a_font_of_ones_own_comes_first(tmp_path, monkeypatch):
    own = tmp_path / "own.ttf"
    shutil.copy(OWN, own)
    monkeypatch.setenv("DEEPLAB_FONT", str(own))
    assert written("road", 20, "")[1].path == str(own)


def test_the_own_font_steps_in_where_the_chosen_one_lacks_letters(
    tmp_path, monkeypatch
):
    ascii_only = tmp_path / "ascii.ttf"
    ascii_only.write_bytes(ImageFont.load_default(20).font_bytes)
    monkeypatch.setenv("DEEPLAB_FONT", str(ascii_only))
    assert written("road", 20, "")[1].path == str(ascii_only)
    assert written("stra\u00dfe", 20, "")[1].path == str(OWN)


def test_a_font_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("DEEPLAB_FONT", str(tmp_path / "x.ttf"))
    with pytest.raises(ValueError, match="DEEPLAB_FONT=.*x.ttf is no font"):
        written("road", 20, "")


def test_a_name_without_end_is_cut():
    text, _ = written("a" * 10**6, 20, "")
    assert text == "a" * 77 + "..."


def test_a_font_of_the_machine_has_what_ours_lacks(tmp_path, monkeypatch):
    ascii_only = tmp_path / "ascii.ttf"
    ascii_only.write_bytes(ImageFont.load_default(20).font_bytes)
    damaged = tmp_path / "damaged.ttf"
    damaged.write_bytes(b"no font")
    machine = tuple(map(str, (damaged, ascii_only, OWN)))
    monkeypatch.setattr(fonts, "OWN", ascii_only)
    monkeypatch.setattr(fonts, "machine_fonts", lambda: machine)
    text, font = written("stra\u00dfe", 20, "class 3")
    assert text == "stra\u00dfe" and font.path == str(OWN)


def test_what_cannot_be_written_is_told_once():
    names = ["road", "\u9053\u8def", "stra\u00dfe", "\u9053\u8def", "\u9053"]
    assert unwritten(names) == ["\u9053\u8def", "\u9053"]


def test_arabic_is_not_written_letter_by_letter(monkeypatch):
    """Without the library Raqm Pillow would draw it apart and mirrored."""
    monkeypatch.setattr(fonts, "_has", lambda path, letter: True)
    assert unwritten(["\u0639\u0645\u0648\u062f"]) == (
        [] if fonts.features.check("raqm") else ["\u0639\u0645\u0648\u062f"]
    )
    monkeypatch.setattr(fonts.features, "check", lambda name: False)
    fonts._font_of.cache_clear()
    assert unwritten(["\u0639\u0645\u0648\u062f", "road"]) == [
        "\u0639\u0645\u0648\u062f"
    ]
