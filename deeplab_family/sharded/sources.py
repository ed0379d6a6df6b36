"""Sources of a pipeline: image files, and shards of encoded images."""

import glob
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from deeplab_family.photographs import MediaFile, find_media
from deeplab_family.photographs.result_names import name_results
from input_pipeline import DataError

SHARD = ".tfrecord"


@dataclass(frozen=True)
class Sources:
    """What a pipeline reads.

    Args:
        images: files, each with the name of its results.
        shards: TFRecord files, each with the folder of its results.
    """

    images: tuple[MediaFile, ...] = ()
    shards: tuple[tuple[Path, str], ...] = ()


def find_sources(
    words: Iterable[str | os.PathLike], leave_out: Path | None = None
) -> Sources:
    """The images and shards that some words mean.

    Args:
        words: files, folders and patterns of images, as `find_media` takes
            them; files and patterns with ".tfrecord" in their last part are
            shards.
        leave_out: a folder that is not entered, that of the results.

    Raises:
        DataError: a word means nothing, or a video.
    """
    words = [Path(word) for word in words]
    shards = [word for word in words if SHARD in word.name]
    others = [word for word in words if SHARD not in word.name]
    media = find_media(others, leave_out) if others else []
    for one in media:
        if one.is_video:
            raise DataError(
                f"{one.path} is a video, of which each frame needs the one "
                "before: segment it with `deeplab predict`"
            )
    return Sources(tuple(media), tuple(_named_shards(shards)))


def _named_shards(words: list[Path]) -> Iterable[tuple[Path, str]]:
    bases: dict[Path, tuple[Path, Path]] = {}
    for word in words:
        found = sorted(glob.glob(str(word), recursive=True))
        if not found:
            raise DataError(f"{word}: no such file, and no match")
        for path in map(Path, found):
            bases[Path(os.path.abspath(path))] = path, path.parent
    return zip(bases, name_results(bases), strict=True)
