"""What is damaged, and what may come of it.

Each subject is a function that takes damaged bytes and answers "refused" or
"the same"; anything else that comes of them is a defect. Photographs are the
exception: a JPEG has no checksum, so "another picture" of the right size is
possible too.
"""

import io
import os
from pathlib import Path

import numpy as np
import tensorflow as tf
from PIL import Image

from input_pipeline import DataError, DatasetSpec, write_records
from input_pipeline.check.check_sample import check_encoded
from input_pipeline.decode.image import decode_image, decode_window
from input_pipeline.decode.label import decode_label
from input_pipeline.records import Shard, read_manifest
from input_pipeline.records.check_shards import check_shards
from input_pipeline.records.record_reader import count_records
from tests.input_pipeline.draw_files import (
    SIZE,
    palette_image,
    random_ids,
    random_pixels,
    write_folder,
)

SPEC = DatasetSpec(("a", "b", "c"), ((1, 1, 1), (2, 2, 2), (3, 3, 3)))
REFUSED, SAME, OTHER = "refused", "the same", "another picture"
PLACE = Path("a.file")


def encode(image, kind, **options):
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


GRAY = Image.fromarray(random_ids(0))
LABEL = encode(GRAY, "PNG")
decode_window_in_graph = tf.function(
    lambda b: decode_window(b, tf.constant((3, 5, 20, 30))),
    input_signature=[tf.TensorSpec((), tf.string)],
)


class Photograph:
    """A JPEG or PNG image: judged, then decoded whole and as a window."""

    def __init__(self, kind, **options):
        picture = Image.fromarray(random_pixels(0))
        self.content = encode(picture, kind, **options)
        self.pixels = decode_image(tf.constant(self.content)).numpy()
        self.may_differ = kind == "JPEG"

    def judge(self, content):
        try:  # what training does without a check must survive too
            window = decode_window_in_graph(content)
            if window.shape != (20, 30, 3):
                raise AssertionError(window.shape)
        except tf.errors.OpError:
            window = None
        try:
            check_encoded(PLACE, content, LABEL, SPEC)
        except DataError:
            return REFUSED
        pixels = decode_image(tf.constant(content)).numpy()
        if pixels.shape != (*SIZE, 3):
            raise AssertionError(pixels.shape)
        if np.array_equal(pixels, self.pixels):
            return SAME
        if not self.may_differ:
            raise AssertionError("a PNG passed with other pixels")
        return OTHER


class Label:
    """A PNG of class ids: whatever passes must hold the same ids."""

    def __init__(self, make, **options):
        self.image = encode(Image.fromarray(random_pixels(0)), "PNG")
        self.ids = random_ids(0)
        self.content = encode(make(self.ids), "PNG", **options)

    def judge(self, content):
        try:
            check_encoded(PLACE, self.image, content, SPEC)
        except DataError:
            return REFUSED
        ids = decode_label(tf.constant(content)).numpy()
        if not np.array_equal(ids, self.ids):
            raise AssertionError("a label passed with other ids")
        return SAME


class Records:
    """A shard, with its checksum or without."""

    def __init__(self, folder, sealed):
        root = write_folder(folder / "plain", count=3)
        packed = folder / "packed"
        manifest = write_records("folder", root, packed, ["train"], 1)
        (shard,) = manifest.splits["train"]
        self.shard = shard if sealed else Shard(shard.path, shard.count)
        self.content = shard.path.read_bytes()

    def judge(self, content):
        self.shard.path.write_bytes(content)
        try:
            count_records(self.shard.path)
        except DataError:
            pass  # the check below must find it too
        try:
            check_shards([self.shard], SPEC)
        except DataError:
            return REFUSED
        raise AssertionError("a damaged shard passed")


class Contents:
    """`manifest.json`: whatever passes must say the same."""

    def __init__(self, folder):
        root = write_folder(folder / "plain", count=3)
        self.folder = folder / "packed"
        self.manifest = write_records("folder", root, self.folder, ["train"], 2)
        self.content = (self.folder / "manifest.json").read_bytes()

    def judge(self, content):
        (self.folder / "manifest.json").write_bytes(content)
        try:
            manifest = read_manifest(self.folder)
        except DataError:
            return REFUSED
        if manifest != self.manifest:
            raise AssertionError("a damaged manifest passed")
        return SAME


def subjects(folder):
    """All subjects by name; `folder` is theirs to write into."""
    rooms = [folder / name for name in ("sealed", "open", "manifest")]
    for room in rooms:
        os.makedirs(room)
    return {
        "JPEG": Photograph("JPEG", quality=90),
        "progressive JPEG": Photograph("JPEG", progressive=True),
        "PNG": Photograph("PNG"),
        "gray label": Label(Image.fromarray),
        "paletted label": Label(palette_image),
        "shard with checksum": Records(rooms[0], True),
        "shard without": Records(rooms[1], False),
        "manifest": Contents(rooms[2]),
    }
