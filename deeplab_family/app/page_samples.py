"""Samples of the page: drawn streets, and pictures of a folder."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from deeplab_family.photographs import find_media
from input_pipeline import DataError
from input_pipeline.picture_format import ORDINARY, PictureFormat
from input_pipeline.synthetic.street_scene import draw_scene

DRAWN = 3
SIZE = (360, 480)
FIRST_SEED = 20
MOST = 12
"""Pictures of a folder that are offered."""


@dataclass(frozen=True)
class PageSample:
    """A picture that a button of the page takes.

    Args:
        name: on the button; no path.
        read: gives the bytes of the file.
    """

    name: str
    read: Callable[[], bytes]


def find_samples(
    folder: Path | None = None, pictures: PictureFormat = ORDINARY
) -> list[PageSample]:
    """Pictures of a folder, or else drawn streets.

    Args:
        folder: its photographs are offered, the first by name.
        pictures: what the network takes; streets are drawn for those of
            8-bit RGB alone.

    Raises:
        DataError: if there is no photograph in it.
    """
    if folder is None:
        drawn = range(DRAWN if pictures.is_ordinary else 0)
        return [_drawn(number) for number in drawn]
    arrays = not pictures.is_ordinary
    media = [
        one for one in find_media([folder], arrays=arrays) if not one.is_video
    ]
    if not media:
        raise DataError(f"{folder} holds no photograph, only videos.")
    return [PageSample(m.path.name, m.path.read_bytes) for m in media[:MOST]]


def _drawn(number: int) -> PageSample:
    def read() -> bytes:
        random = np.random.default_rng(FIRST_SEED + number)
        image, _ = draw_scene(SIZE, random)
        buffer = io.BytesIO()
        Image.fromarray(image).save(buffer, "png")
        return buffer.getvalue()

    return PageSample(f"Drawn street {number + 1}", read)
