import shutil

import pytest
from PIL import ImageFont

from deeplab_family.visualization.font import OWN, written


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
