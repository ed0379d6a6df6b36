"""The segments of a JPEG file, found inside the graph without decoding.

Sources: ITU-T T.81, annex B (markers and segments); Exif 2.3, section 4.7.2
(the segment APP1).
"""

import tensorflow as tf

MOST_SEGMENTS = 2_000
"""Of a file with more, the rest is not looked at."""

_START = b"\xff\xd8\xff"
EXIF_OF_JPEG = b"Exif\0\0"
_SCAN_MARKER = b"\xff\xda"
_SOI, _EOI, _SOS, _APP1 = 0xD8, 0xD9, 0xDA, 0xE1


def is_jpeg(encoded: tf.Tensor) -> tf.Tensor:
    """Scalar bool tensor: do the bytes start like a JPEG file?"""
    return tf.equal(tf.strings.substr(encoded, 0, 3), _START)


def jpeg_exif(encoded: tf.Tensor) -> tf.Tensor:
    """Finds the Exif data of a JPEG file.

    Args:
        encoded: scalar string tensor, the bytes of the file.

    Returns:
        Scalar string tensor that begins with a TIFF header; empty if there
        is none before the first scan.
    """
    pieces = split_at(encoded, EXIF_OF_JPEG)
    return tf.cond(
        tf.size(pieces) > 1,
        lambda: tf.where(_ends_in_app1(pieces[0]), pieces[1], b""),
        lambda: tf.constant(b""),
    )


def scan_count(encoded: tf.Tensor, most: int) -> tf.Tensor:
    """Counts the scans of a JPEG file up to its end-of-image marker.

    A decoder passes over the whole picture once a scan. What looks like a
    scan within a thumbnail, a second view or a video behind the picture does
    not count.

    Args:
        encoded: scalar string tensor, the bytes of the file.
        most: int, the number that is still of interest.

    Returns:
        int64 scalar; `most + 1` if there are more, and for a file of more
        than `MOST_SEGMENTS` that cannot be told to have fewer.
    """
    # Every scan has its marker, so this is never too low, and quickly found.
    marked = tf.size(split_at(encoded, _SCAN_MARKER, most + 1)) - 1
    return tf.cond(
        marked <= most,
        lambda: tf.cast(marked, tf.int64),
        lambda: _walk(_bytes(encoded), most)[1],
    )


def split_at(
    text: tf.Tensor, separator: bytes | tf.Tensor, most: int = 1
) -> tf.Tensor:
    """The pieces between the first `most` separators, a vector of strings."""
    split = tf.raw_ops.StringSplitV2(input=[text], sep=separator, maxsplit=most)
    return split.values


def _ends_in_app1(head: tf.Tensor) -> tf.Tensor:
    """Are these whole segments, then marker and length of an APP1?"""
    content = _bytes(head)
    last, scans = _walk(content, 0)
    size = tf.size(content, tf.int64)
    in_header = (scans == 0) & (last == size - 4)
    return in_header & tf.equal(_at(content, last + 1), _APP1)


def _walk(content: tf.Tensor, most: int) -> tuple[tf.Tensor, tf.Tensor]:
    """Goes from segment to segment: place of the last one, and the scans."""
    size = tf.size(content, tf.int64)
    # Between segments lie the data of scans, where 0xFF is followed by 0 or a
    # restart marker, and fill bytes.
    code = content[1:]
    marks = (content[:-1] == 255) & (code > 1) & (code < 255)
    marks &= (code < 0xD0) | (code > 0xD7)
    marks = tf.concat([tf.where(marks)[:, 0], [size]], 0)

    def following(place):
        return marks[tf.searchsorted(marks, [place])[0]]

    def advance(place, last, scans, steps):
        marker = _at(content, place + 1)
        length = _at(content, place + 2) * 256 + _at(content, place + 3)
        end = (
            place + 2 + tf.where(marker == _SOI, tf.zeros_like(length), length)
        )
        behind = tf.where(
            marker == _EOI, size, following(tf.minimum(end, size))
        )
        return (
            behind,
            place,
            scans + tf.cast(marker == _SOS, tf.int64),
            steps + 1,
        )

    zero = tf.constant(0, tf.int64)
    place, last, scans, _ = tf.while_loop(
        lambda place, last, scans, steps: (
            (place < size) & (scans <= most) & (steps < MOST_SEGMENTS)
        ),
        advance,
        (following(zero), zero - 1, zero, zero),
    )
    # Stopped before the end: whatever follows may be scans.
    return last, tf.where(place < size, zero + most + 1, scans)


def _at(content: tf.Tensor, place: tf.Tensor) -> tf.Tensor:
    """The byte at a place as int64, 0 behind the end."""
    byte = content[place : place + 1]
    return tf.reduce_sum(tf.cast(byte, tf.int64))


def _bytes(text: tf.Tensor) -> tf.Tensor:
    return tf.io.decode_raw(text, tf.uint8)
