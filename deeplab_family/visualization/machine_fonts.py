"""Fonts of the machine: the files in the folders where systems keep them."""

import functools
import os
import sys
from pathlib import Path

ENDINGS = (".ttf", ".otf", ".ttc")
MOST = 3000
_SPECIAL = (
    *("bold", "italic", "oblique", "light", "thin", "black", "heavy", "cond"),
    *("serif", "mono", "math", "symbol", "emoji"),
)


@functools.cache
def machine_fonts() -> tuple[str, ...]:
    """Font files, upright sans serif of usual weight first.

    A font's name tells what it is; "NotoSansCJK-Regular" comes before
    "NotoSerifCJK-Bold".
    """
    found = []
    for folder in _folders():
        for root, _, files in os.walk(folder):
            found += [
                os.path.join(root, name)
                for name in files
                if name.lower().endswith(ENDINGS)
            ]
    return tuple(sorted(found, key=_rank)[:MOST])


def _folders() -> list[Path]:
    home = Path("~").expanduser()
    if sys.platform == "darwin":
        places = ["/Library/Fonts", "/System/Library/Fonts"]
        return [home / "Library/Fonts", *map(Path, places)]
    if os.name == "nt":
        windows = os.environ.get("WINDIR", r"C:\Windows")
        return [
            Path(windows, "Fonts"),
            home / "AppData/Local/Microsoft/Windows/Fonts",
        ]
    data = os.environ.get("XDG_DATA_HOME", home / ".local/share")
    shared = ["/usr/local/share/fonts", "/usr/share/fonts"]
    return [Path(data, "fonts"), home / ".fonts", *map(Path, shared)]


def _rank(path: str) -> tuple[int, str]:
    name = os.path.basename(path).lower()
    return sum(mark in name for mark in _SPECIAL), path
