"""Label copies: large labels packed once more, so that they decode fast.

TensorFlow cannot decode a part of a PNG, so of a street of 2048 x 1024 pixels
the label takes as long as the photograph. A copy holds the class ids as
`encode_label` packs them into records, and decodes in a third of the time.

Copies lie in the folder of drawn labels. At the end of each stands a seal: the
fingerprints of the file that it was made from and of the copy itself. Training
reads both files and compares, so a label that changes is read from its own
file, and so is one whose copy is damaged.
"""

import hashlib
import logging
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path

import tensorflow as tf

from input_pipeline.annotations.label_cache_folder import (
    cache_folder,
    content_hash,
    lies_in_cache,
)
from input_pipeline.check.check_progress import counted
from input_pipeline.datasets.spec import DatasetSpec
from input_pipeline.decode.label import decode_label
from input_pipeline.decode.png_header import END, read_png_header
from input_pipeline.draft_folder import draft_folder
from input_pipeline.errors import DataError
from input_pipeline.records.schema import encode_label
from input_pipeline.sample import SamplePaths

LEAST_PIXELS = 1 << 19
"""Smaller labels decode fast as they are."""

VERSION = "label copies 1"
_DIGITS = 20
_SEAL = 2 * _DIGITS  # bytes
_HIGHEST = 2**63 - 1
_logger = logging.getLogger("input_pipeline")


def copy_large_labels(
    samples: Sequence[SamplePaths], spec: DatasetSpec, root: Path
) -> tuple[Path | None, ...]:
    """Makes the copies that are missing, and those whose labels changed.

    Each appears whole. Where they cannot be written, as on a full disk, a
    warning says so, and the labels are read from their own files.

    Args:
        samples: whose labels may be worth it.
        spec: what the labels store; copies hold class ids.
        root: folder of the data set.

    Returns:
        For each sample the copy of its label; None where there is none.
    """
    large = [s.label_path for s in samples if _is_large(s.label_path)]
    if not large:
        return (None,) * len(samples)
    mapping = f"{spec.label_map} {spec.label_colors}"
    content = content_hash(root, (), (VERSION, mapping))
    try:
        folder = cache_folder(root, content)
        places = {path: folder / _name(path, root) for path in large}
        with draft_folder(folder / "copies") as drafts:
            made = _make_all(places, spec, drafts)
    except (DataError, OSError) as error:
        _logger.warning(
            "%s. Training decodes the labels from their own files, which is "
            "slower",
            error,
        )
        return (None,) * len(samples)
    return tuple(made.get(sample.label_path) for sample in samples)


def decode_copied(
    encoded: tf.Tensor, copy: tf.Tensor, spec: DatasetSpec | None
) -> tf.Tensor:
    """Decodes a label, by its copy if that is sound and not outdated.

    Args:
        encoded: scalar string tensor, the bytes of the label.
        copy: scalar string tensor, name of the copy; "" if there is none.
        spec: as of `decode_label`.

    Returns:
        uint8 class ids `(height, width)`, the same either way.
    """
    content = tf.cond(
        tf.equal(copy, ""),
        lambda: tf.constant(b""),
        lambda: tf.io.read_file(copy),
    )
    label = tf.cond(
        _is_sound(encoded, content),
        lambda: tf.io.decode_png(content, channels=1)[..., 0],
        lambda: decode_label(encoded, spec),
    )
    label.set_shape((None, None))
    return label


def _is_large(path: Path) -> bool:
    if lies_in_cache(path):  # drawn there, and packed like a copy
        return False
    try:
        with open(path, "rb") as file:
            header = read_png_header(file.read(END))
    except OSError:  # reading it tells, by its name
        return False
    return header is not None and header.height * header.width >= LEAST_PIXELS


def _name(path: Path, root: Path) -> str:
    name = os.fsencode(os.path.relpath(path, root))
    return f"{hashlib.sha256(name).hexdigest()[:32]}.png"


def _make_all(
    places: dict[Path, Path], spec: DatasetSpec, drafts: Path
) -> dict[Path, Path]:
    """Makes what is missing, on all processors; the copies that are there."""
    decode = _traced_decoder(spec)
    pool = ThreadPoolExecutor(os.cpu_count())
    try:
        made = pool.map(
            lambda pair: _make(*pair, decode, drafts), places.items()
        )
        made = list(counted("copying large labels", made, len(places)))
    finally:
        pool.shutdown(cancel_futures=True)
    pairs = zip(places.items(), made, strict=True)
    return {label: copy for (label, copy), there in pairs if there}


@lru_cache(8)
def _traced_decoder(spec: DatasetSpec):
    text = tf.TensorSpec((), tf.string)
    return tf.function(partial(decode_label, spec=spec), [text], False)


def _make(label: Path, copy: Path, decode, drafts: Path) -> bool:
    """Makes a copy unless it is there; False for a label that is broken."""
    try:
        encoded = label.read_bytes()
    except OSError:  # training names it
        return False
    if copy.exists() and _is_sound(encoded, copy.read_bytes()):
        return True
    try:
        packed = encode_label(decode(encoded).numpy())
    except tf.errors.OpError:  # likewise
        return False
    draft = drafts / copy.name
    draft.write_bytes(packed + _seal(encoded, packed).numpy())
    os.replace(draft, copy)
    return True


# Traced once, however many graphs use them.
_TWO_TEXTS = [tf.TensorSpec((), tf.string)] * 2


@tf.function(input_signature=_TWO_TEXTS, autograph=False)
def _is_sound(encoded: tf.Tensor, content: tf.Tensor) -> tf.Tensor:
    """Was a copy of this content made from this label, and is it whole?"""
    end = tf.maximum(tf.strings.length(content) - _SEAL, 0)
    packed = tf.strings.substr(content, 0, end)
    return tf.equal(
        tf.strings.substr(content, end, _SEAL), _seal(encoded, packed)
    )


@tf.function(input_signature=_TWO_TEXTS, autograph=False)
def _seal(encoded: tf.Tensor, packed: tf.Tensor) -> tf.Tensor:
    prints = [
        tf.strings.to_hash_bucket_fast(text, _HIGHEST)
        for text in (encoded, packed)
    ]
    digits = tf.strings.as_string(tf.stack(prints), width=_DIGITS, fill="0")
    return tf.strings.reduce_join(digits)
