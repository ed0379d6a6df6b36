"""Letters for names in pictures: Latin, Greek, Cyrillic, and what you bring.

Pillow's own font has ASCII alone. The one here is DejaVu Sans, without the
letters of other scripts; a font file named in the environment variable
`DEEPLAB_FONT` comes first.
"""

import functools
import os
import unicodedata
from pathlib import Path

from PIL import ImageFont

VARIABLE = "DEEPLAB_FONT"
OWN = Path(__file__).with_name("fonts") / "DejaVuSansLGC.ttf"
LONGEST = 80
"""Letters; longer names are cut."""

_NO_LETTER = "\ufffe"
_TRIED_AT = 24


def written(
    text: str, size: int, instead: str
) -> tuple[str, ImageFont.FreeTypeFont]:
    """What to draw for a name, and the font that has all of its letters.

    Args:
        text: the name.
        size: int > 0, height of the text in pixels.
        instead: ASCII text for a name that no font can write.

    Raises:
        ValueError: if `DEEPLAB_FONT` names no font file.
    """
    text = unicodedata.normalize("NFC", text)
    if len(text) > LONGEST:
        text = text[: LONGEST - 3] + "..."
    for path in _fonts():
        if all(_has(path, letter) for letter in text):
            return text, _load(path, size)
    return instead, _load(str(OWN), size)


def _fonts() -> list[str]:
    chosen = os.environ.get(VARIABLE)
    return [chosen, str(OWN)] if chosen else [str(OWN)]


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
    if letter == " ":
        return True
    if not letter.isprintable():
        return False
    font = _load(path, _TRIED_AT)
    box, drawn = (_drawn(font, text) for text in (_NO_LETTER, letter))
    return drawn != box


def _drawn(font, text: str) -> tuple:
    mask = font.getmask(text)
    return mask.size, bytes(mask)
