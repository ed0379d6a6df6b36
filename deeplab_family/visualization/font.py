"""Letters for names in pictures: Latin, Greek, Cyrillic, and what you have.

Pillow's own font has ASCII alone. The one here is DejaVu Sans, without the
letters of other scripts: for these the fonts of the machine are looked
through. A font file named in the environment variable `DEEPLAB_FONT` comes
first.
"""

import functools
import os
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import ImageFont, features

from deeplab_family.visualization.machine_fonts import machine_fonts

VARIABLE = "DEEPLAB_FONT"
OWN = Path(__file__).with_name("fonts") / "DejaVuSansLGC.ttf"
LONGEST = 80
"""Letters; longer names are cut."""

_NO_LETTER = "\ufffe"
_TRIED_AT = 24
_UNSEEN_JOINERS = "\u200c\u200d"
_RIGHT_TO_LEFT = ("R", "AL")


def written(
    text: str, size: int, instead: str
) -> tuple[str, ImageFont.FreeTypeFont]:
    """Text to draw for a name, and the font that has all of its letters.

    Args:
        text: the name.
        size: int > 0, height of the text in pixels.
        instead: ASCII text for a name that no font can write.

    Raises:
        ValueError: if `DEEPLAB_FONT` names no font file.
    """
    text = _shown(text)
    path = _font_of(text, os.environ.get(VARIABLE))
    if path is None:
        return instead, _load(str(OWN), size)
    return text, _load(path, size)


def unwritten(names: Iterable[str]) -> list[str]:
    """The names that no font here can write, each once.

    Raises:
        ValueError: if `DEEPLAB_FONT` names no font file.
    """
    chosen = os.environ.get(VARIABLE)
    return [
        name
        for name in dict.fromkeys(names)
        if _font_of(_shown(name), chosen) is None
    ]


def _shown(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


@functools.lru_cache(maxsize=4096)
def _font_of(text: str, chosen: str | None) -> str | None:
    """The first font file with all letters of a text; None for none."""
    if not all(map(_is_letter, text)) or _needs_shaping(text):
        return None
    for path in _fonts(chosen):
        if all(_has(path, letter) for letter in text):
            return path
    return None


def _fonts(chosen: str | None) -> Iterator[str]:
    if chosen:
        _load(chosen, _TRIED_AT)  # which tells if it is none
        yield chosen
    yield str(OWN)
    yield from machine_fonts()


def _is_letter(letter: str) -> bool:
    return letter.isprintable() or letter in _UNSEEN_JOINERS


def _needs_shaping(text: str) -> bool:
    """Would letters stand apart, and from the wrong side?"""
    turned = any(
        unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text
    )
    return turned and not features.check("raqm")


@functools.lru_cache(maxsize=64)
def _load(path: str, size: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(path, size)
    except OSError as error:
        raise ValueError(
            f"{VARIABLE}={path} is no font file that can be read. Name a .ttf, "
            ".otf or .ttc file"
        ) from error


@functools.lru_cache(maxsize=4096)
def _has(path: str, letter: str) -> bool:
    """Fonts draw one and the same box for every letter they lack."""
    if letter == " " or letter in _UNSEEN_JOINERS:
        return True
    try:
        font = _load(path, _TRIED_AT)
    except ValueError:  # a damaged file among those of the machine
        return False
    box, drawn = (_drawn(font, text) for text in (_NO_LETTER, letter))
    return drawn != box


def _drawn(font, text: str) -> tuple:
    mask = font.getmask(text)
    return mask.size, bytes(mask)
