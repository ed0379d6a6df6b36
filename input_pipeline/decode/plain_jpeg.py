"""Plain JPEGs: files whose first bytes prove that nothing in them is special.

Most JPEGs of data sets are: one scan, and no APP1 segment before it, in which
Exif and XMP data lie. To search the whole file for those takes as long as to
decode a part of it; to go from segment to segment, only their own bytes. All
of them are found at once by doubling: who knows the next segment of every
place, knows the one after the next, the fourth, and so on.

Source: ITU-T T.81, annex B (B.1.1 markers, B.2.2 the frame, B.2.3 the scan).
"""

import numpy as np
import tensorflow as tf

HEAD = 1 << 13
"""Bytes that are looked at; the first scan must begin within them."""

_DOUBLINGS = 6  # 64 segments
_LONGEST = 16  # bytes of a field behind the place of its segment
_SOI, _SOS = (0xFF, 0xD8), 0xDA
_FRAMES = (0xC0, 0xC1)  # baseline and extended sequential: no other has scans
_HARMLESS = (0xC4, 0xDB, 0xDD, 0xE0, *range(0xE2, 0xF0), 0xFE)
_IS_FRAME, _GOES_ON = (
    np.isin(np.arange(256), codes) for codes in (_FRAMES, _FRAMES + _HARMLESS)
)


def plain_jpeg_shape(encoded: tf.Tensor) -> tf.Tensor:
    """Height and width of a JPEG of one scan and without APP1 segments.

    Args:
        encoded: scalar string tensor, the bytes of any file.

    Returns:
        int32 of shape `(2,)`; zeros for every other file, and where the
        first `HEAD` bytes do not tell.
    """
    length = HEAD + _LONGEST  # zeros behind the end
    head = tf.io.decode_raw(encoded, tf.uint8, fixed_length=length)
    head = tf.cast(head, tf.int32)
    code = head[1 : HEAD + 1]
    seen, last = _segments(head, code)
    codes = tf.gather(code, seen)
    is_frame = tf.gather(_IS_FRAME, codes)
    frame = tf.reduce_max(tf.where(is_frame, seen, 0))
    fields = tf.gather(
        head, tf.concat([frame + tf.range(5, 10), [last + 4]], 0)
    )
    high, low, left, right, components, of_scan = tf.unstack(fields)
    begins = tf.stack([*tf.unstack(head[:2]), head[last], code[last]])
    is_plain = tf.reduce_all(begins == (*_SOI, 0xFF, _SOS)) & (
        (tf.math.count_nonzero(is_frame) == 1) & (components == of_scan)
    )
    shape = tf.stack([high * 256 + low, left * 256 + right])
    return tf.where(is_plain, shape, 0)


def _segments(head: tf.Tensor, code: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Places of the segments, one of them perhaps several times; the last.

    The last is a scan, or a segment that is not harmless, or none.
    """
    place = tf.range(HEAD)
    size = head[2 : HEAD + 2] * 256 + head[3 : HEAD + 3]
    goes_on = (head[:HEAD] == 0xFF) & tf.gather(_GOES_ON, code)
    ahead = tf.where(goes_on, tf.minimum(place + 2 + size, HEAD - 1), place)
    seen = tf.constant([len(_SOI)])
    for _ in range(_DOUBLINGS):
        seen = tf.concat([seen, tf.gather(ahead, seen)], 0)
        ahead = tf.gather(ahead, ahead)
    return seen, ahead[len(_SOI)]
