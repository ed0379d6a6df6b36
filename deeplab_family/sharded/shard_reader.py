"""Pictures of a TFRecord shard, read without TensorFlow.

A record is its length (8 bytes, little-endian), a checksum of the length (4),
the content, and a checksum of the content (4). Source: the page "TFRecord and
tf.train.Example" of the TensorFlow guide; `tensorflow/core/example/
example.proto` and `feature.proto`.
"""

import struct
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from deeplab_family.sharded.picture import Picture
from deeplab_family.weights.errors import WeightsError
from deeplab_family.weights.files.crc32c import masked_crc32c
from deeplab_family.weights.files.protobuf_wire import fields

IMAGE, NAME = "image/encoded", "image/filename"
LABEL = "image/segmentation/class/encoded"
_HEAD = struct.Struct("<QI")
_FOOT = 4
_FEATURES, _ENTRY, _KEY, _VALUE, _BYTES_LIST, _BYTES = 1, 1, 1, 2, 1, 1


def record_pictures(shard: Path, folder: str) -> Iterator[Picture]:
    """Reads the pictures of a shard, one after the other.

    A record that holds no image becomes a picture with a `reason`; so does
    the rest of a shard that is cut short. A picture is called as
    `image/filename` says, or by its place in the shard, always within
    `folder`; a second one of a name has a reason.

    Args:
        shard: an uncompressed TFRecord file of `tf.train.Example`, of
            `deeplab records` or with `image/encoded` alone.
        folder: that the names begin with, divided by "/".
    """
    seen: set[str] = set()
    contents = _contents(shard)
    for number, content in enumerate(contents):
        place, name = f"{shard}[{number}]", f"{folder}/{number:08}"
        if content is None:
            reason = "the shard is damaged or cut short here: copy it again"
            yield Picture(name, place, reason=reason)
            return
        picture = _picture(content, folder, name, place)
        if picture.name.casefold() in seen and picture.reason is None:
            reason = f"an earlier record has its name, {picture.name}"
            picture = Picture(picture.name, place, reason=reason)
        seen.add(picture.name.casefold())
        yield picture


def _contents(shard: Path) -> Iterator[bytes | None]:
    """The contents of all records; None, at the end, for a damaged one."""
    try:
        with shard.open("rb") as file:
            while head := file.read(_HEAD.size):
                content = _content(file, head)
                yield content
                if content is None:
                    return
    except OSError:
        yield None


def _content(file, head: bytes) -> bytes | None:
    if len(head) != _HEAD.size:
        return None
    length, checksum = _HEAD.unpack(head)
    if masked_crc32c(head[:8]) != checksum:
        return None
    content, foot = file.read(length), file.read(_FOOT)
    return content if len(content + foot) == length + _FOOT else None


def _picture(content: bytes, folder: str, name: str, place: str) -> Picture:
    try:
        features = _byte_features(content)
    except (WeightsError, UnicodeDecodeError, AttributeError, TypeError):
        reason = "the record is no tf.train.Example"
        return Picture(name, place, reason=reason)
    if IMAGE not in features:
        keys = ", ".join(sorted(features)) or "none"
        reason = f"the record has no {IMAGE}; its keys of bytes are {keys}"
        return Picture(name, place, reason=reason)
    if NAME in features:
        inner = features[NAME].decode(errors="surrogateescape")
        if not _is_within(inner):
            reason = f"{NAME} leads out of the folder of results: {inner!r}"
            return Picture(name, place, reason=reason)
        name = f"{folder}/{inner}"
    return Picture(name, place, features[IMAGE], features.get(LABEL))


def _is_within(name: str) -> bool:
    parts = PurePosixPath(name).parts
    is_plain = parts and not ({"..", "/"} & {*parts}) and "\0" not in name
    return bool(is_plain) and "\\" not in name and ":" not in name


def _byte_features(example: bytes) -> dict[str, bytes]:
    """Features of an example that are one byte string."""
    found = {}
    for features in fields(example).get(_FEATURES, ()):
        for entry in fields(features).get(_ENTRY, ()):
            parts = fields(entry)
            kinds = fields(parts.get(_VALUE, [b""])[-1])
            lists = kinds.get(_BYTES_LIST)
            values = fields(lists[-1]).get(_BYTES, []) if lists else []
            if len(values) == 1:
                found[parts[_KEY][-1].decode()] = values[0]
    return found
