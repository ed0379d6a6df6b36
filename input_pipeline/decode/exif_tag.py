"""EXIF orientation tag, parsed inside the graph.

Sources: TIFF 6.0, section 2 (the header and the image file directory); Exif
2.3, section 4.6.4 (orientation, tag 0x0112).
"""

import tensorflow as tf

MOST_BYTES = 65_536  # of a segment of Exif
_TAG, _SHORT, _LONG = 0x0112, 3, 4
_LITTLE, _BIG = b"II*\0", b"MM\0*"
_ENTRY = 12  # bytes of an entry: tag, type, count, value


def exif_orientation(tiff: tf.Tensor) -> tf.Tensor:
    """Reads the orientation of the first image file directory.

    Args:
        tiff: scalar string tensor, Exif data from their TIFF header on.
            Data of any other kind, or cut off, state nothing.

    Returns:
        int32 scalar, the number stated; 0 if there is none.
    """
    start = tf.strings.substr(tiff, 0, 4)
    big = tf.equal(start, _BIG)
    return tf.cond(
        big | tf.equal(start, _LITTLE),
        lambda: _stated(tiff, big),
        lambda: tf.constant(0),
    )


def _stated(tiff: tf.Tensor, big: tf.Tensor) -> tf.Tensor:
    content = tf.io.decode_raw(tf.strings.substr(tiff, 0, MOST_BYTES), tf.uint8)
    content = tf.cast(content, tf.int64)

    def number(chosen):
        ordered = tf.where(big, chosen, tf.reverse(chosen, [-1]))
        powers = tf.range(tf.shape(chosen)[-1] - 1, -1, -1)
        return tf.reduce_sum(ordered * 256 ** tf.cast(powers, tf.int64), -1)

    # Slices behind the end are empty, and a number of no bytes is 0.
    place = number(content[4:8])
    count = number(content[place : place + 2])
    entries = content[place + 2 : place + 2 + count * _ENTRY]
    whole = tf.size(entries) // _ENTRY * _ENTRY
    entries = tf.reshape(entries[:whole], (-1, _ENTRY))
    kind = number(entries[:, 2:4])
    value = tf.where(
        kind == _SHORT, number(entries[:, 8:10]), number(entries[:, 8:12])
    )
    is_orientation = (number(entries[:, :2]) == _TAG) & (
        (kind == _SHORT) | (kind == _LONG)
    )
    stated = tf.boolean_mask(value, is_orientation)
    return tf.cast(tf.concat([[0], stated], 0)[-1], tf.int32)
