"""Media files: photographs and videos, by files, folders and patterns."""

import glob
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from deeplab_family.console.suggestions import near_path
from deeplab_family.photographs.media_file import VIDEOS, MediaFile
from deeplab_family.photographs.result_names import (
    name_results,
    refuse_equal_names,
)
from input_pipeline import DataError

IMAGES = (
    *(".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp", ".gif"),
    *(".heic", ".heif"),
)
ENDINGS = (*IMAGES, *VIDEOS)
ARRAYS = (".npy",)
"""Images of networks for other pictures than 8-bit RGB."""
_WILD = re.compile(r"[*?\[]")


def find_media(
    words: Iterable[str | os.PathLike],
    leave_out: Path | None = None,
    *,
    arrays: bool = False,
) -> list[MediaFile]:
    """The photographs and videos that some words mean.

    A word is a file, a folder with all that is in it, a pattern such as
    `photos/**/*.jpg`, or `camera:0`. In folders and patterns hidden files and
    folders are left out; links to folders are followed, once each. A file
    that two words mean counts once.

    Results are named by the path within the folder that was named, the outer
    one if two were, or by the file alone, without its ending. If two files of
    different folders would then have one name, all keep their path within the
    folder that holds them all. Those of one folder keep their whole name:
    `a.jpg` and `a.tif` are called `a.jpg` and `a.tif`, and a photograph
    `a.jpg.png` beside them `a.jpg.png`. The order of words changes no name.

    Args:
        words: what was typed.
        leave_out: a folder that is not entered, such as that of the results.
        arrays: take NPY files of folders and patterns too. A file that is
            named counts in any case.

    Raises:
        DataError: if nothing is there, a folder or a pattern holds no
            picture and no video, or two files differ in capital letters
            only, which many disks do not tell apart.
        OSError: if a folder cannot be read.
    """
    bases = {}
    endings = (*ENDINGS, *ARRAYS) if arrays else ENDINGS
    for word in map(Path, words):
        for path, base in _meant(word, leave_out, endings):
            one = Path(os.path.abspath(path))
            known = bases.setdefault(one, (path, base))
            if _depth(base) < _depth(known[1]):
                bases[one] = (path, base)
    names = name_results(bases)
    media = [
        MediaFile(path, name)
        for (path, _), name in zip(bases.values(), names, strict=True)
    ]
    refuse_equal_names(media)
    return media


def _meant(word: Path, leave_out, endings) -> Iterator[tuple[Path, Path]]:
    """Files of a word, each with the folder that its name counts from."""
    if word.is_dir():
        found = list(_walk(word, leave_out, endings))
        if not found:
            raise DataError(f"{word} holds no image{_expected(endings)}")
        yield from ((path, word) for path in found)
    elif word.is_file() or MediaFile(word, "").camera is not None:
        yield word, word.parent
    elif word.is_symlink() and not word.exists():
        raise DataError(
            f"{word} is a link to {os.readlink(word)}, which is not there."
        )
    elif os.path.lexists(word):
        raise DataError(f"{word} is neither a file nor a folder.")
    elif _WILD.search(str(word)):
        yield from _matches(word, leave_out, endings)
    else:
        raise DataError(f"{word}: no such file or folder{near_path(word)}.")


def _matches(pattern: Path, leave_out, endings) -> Iterator[tuple[Path, Path]]:
    fixed = []
    for part in pattern.parts:
        if _WILD.search(part):
            break
        fixed.append(part)
    base, found = Path(*fixed), False
    for match in sorted(glob.glob(str(pattern), recursive=True)):
        path = Path(match)
        if path.is_dir():
            nested = "**" in pattern.parts
            files = () if nested else _walk(path, leave_out, endings)
        else:
            files = [path] if _is_media(path, endings) else []
        for file in files:
            found = True
            yield file, base
    if not found:
        raise DataError(f"{pattern} matches no image{_expected(endings)}")


def _walk(folder: Path, leave_out: Path | None, endings) -> Iterator[Path]:
    seen = set()
    if leave_out is not None and leave_out.is_dir():
        seen.add(_number(leave_out))

    def is_new(path: Path) -> bool:
        number = _number(path)
        is_known = number in seen
        seen.add(number)
        return not is_known

    if not is_new(folder):
        return
    for root, folders, files in os.walk(
        folder, followlinks=True, onerror=_raise
    ):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and is_new(Path(root, name))
        )
        for name in sorted(files):
            path = Path(root, name)
            if not name.startswith(".") and _is_media(path, endings):
                yield path


def _is_media(path: Path, endings: tuple[str, ...]) -> bool:
    """By its ending; a broken link counts, a pipe or a device does not."""
    is_named = path.suffix.lower() in endings
    return is_named and (path.is_file() or not path.exists())


def _expected(endings: tuple[str, ...]) -> str:
    return f" and no video. Expected files that end with {', '.join(endings)}."


def _depth(folder: Path) -> int:
    return len(Path(os.path.abspath(folder)).parts)


def _number(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _raise(error: OSError):
    raise error
