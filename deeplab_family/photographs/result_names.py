"""Names of results: those of files without endings, where these differ."""

import itertools
import os
import unicodedata
from pathlib import Path

from deeplab_family.photographs.media_file import MediaFile
from input_pipeline import DataError


def name_results(bases: dict[Path, tuple[Path, Path]]) -> list[str]:
    """Names of results: without endings where these are not needed.

    Args:
        bases: by the absolute path of each file, the path as it was meant and
            the folder that its name counts from.
    """
    whole = {one: path.relative_to(base) for one, (path, base) in bases.items()}
    if any(
        len({one.parent for one in equal}) > 1
        for equal in _equal(bases, whole, kept=())
    ):
        common = os.path.commonpath([one.parent for one in bases])
        whole = {one: one.relative_to(common) for one in bases}
    kept = set()
    # A whole name may be that of another file without its ending: once more.
    while more := {*itertools.chain(*_equal(bases, whole, kept))} - kept:
        kept |= more
    return [_name(whole[one], one in kept) for one in bases]


def _equal(bases, whole, kept) -> list[list[Path]]:
    """Files whose results would have one name, all of a name together."""
    found = {}
    for one, (path, _) in bases.items():
        key = _key(path, _name(whole[one], one in kept))
        found.setdefault(key, []).append(one)
    return [together for together in found.values() if len(together) > 1]


def _name(path: Path, is_whole: bool) -> str:
    return (path if is_whole else path.with_suffix("")).as_posix()


def _key(path: Path, name: str) -> tuple[bool, str]:
    """Equal for two whose results would be one file on some disks."""
    one = MediaFile(path, name)
    name = unicodedata.normalize("NFC", one.result_name).casefold()
    return one.is_video, name


def refuse_equal_names(media: list[MediaFile]) -> None:
    """Refuses files whose results would be one file on many disks.

    Raises:
        DataError: names both.
    """
    seen = {}
    for one in media:
        other = seen.setdefault(_key(one.path, one.name), one)
        if other is not one:
            raise DataError(
                f"{other.path} and {one.path} have nearly one name (capital "
                "letters, accents), and their results would be one file on "
                "many disks. Segment them into different folders."
            )
