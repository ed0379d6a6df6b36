"""Refuses pictures by their first bytes, inside the graph.

What is refused here is never decoded: a file of a few bytes can claim
dimensions that would fill the memory, or hold thousands of scans that each
pass over the whole picture, or of texts that are unpacked for nothing.
"""

import tensorflow as tf

from input_pipeline.decode.jpeg_segments import is_jpeg, scan_count, split_at
from input_pipeline.decode.png_header import is_png, png_shape
from input_pipeline.decode.refusal import refuse_unless

MOST_PIXELS = 80_000_000
"""Larger pictures are refused before they are decoded and fill the memory."""

MOST_SCANS = 100
"""Ordinary progressive JPEGs have about ten scans."""

MOST_SCANNED_PIXELS = 25 * MOST_PIXELS
"""Pixels times scans of a JPEG: what its decoder passes over, in seconds."""

MOST_TEXTS = 32
"""Text chunks of a PNG that may be packed; libpng unpacks 8 MB of each."""

_PACKED_TEXTS = (b"zTXt", b"iTXt")


# Traced once, however many graphs use it.
@tf.function(input_signature=[tf.TensorSpec((), tf.string)], autograph=False)
def checked_picture(encoded: tf.Tensor) -> tf.Tensor:
    """Hands on JPEG and PNG bytes that are safe to decode.

    Args:
        encoded: scalar string tensor, the bytes of a file.

    Returns:
        The same bytes. The graph fails with `InvalidArgumentError` if they
        are of another format, claim no pixels or more than `MOST_PIXELS`, or
        have more slow parts than `slow_parts` allows.
    """
    known = refuse_unless(
        is_jpeg(encoded) | is_png(encoded),
        "a picture is neither JPEG nor PNG; it has bytes: ",
        tf.strings.length(encoded),
    )
    with tf.control_dependencies([known]):
        shape = stored_shape(tf.identity(encoded))
    safe = refuse_unless(
        has_safe_size(shape),
        f"a picture is refused before decoding: 1 to {MOST_PIXELS} pixels "
        "are allowed, its header claims (height, width) ",
        shape[0],
        " x ",
        shape[1],
    )
    with tf.control_dependencies([safe]):
        encoded = tf.identity(encoded)
    pixels = tf.reduce_prod(tf.cast(shape, tf.int64))
    count, most, name = slow_parts(encoded, pixels)
    quick = refuse_unless(
        count <= most,
        "a picture is refused before decoding: of this size ",
        most,
        " ",
        name,
        " are allowed, it has more; save it again",
    )
    with tf.control_dependencies([quick]):
        return tf.identity(encoded)


def has_safe_size(shape: tf.Tensor) -> tf.Tensor:
    """Scalar bool tensor: are these 1 to `MOST_PIXELS` pixels?

    Args:
        shape: int32 height and width, as a header claims them.
    """
    pixels = tf.reduce_prod(tf.cast(shape, tf.int64))
    return tf.reduce_all(shape > 0) & (pixels <= MOST_PIXELS)


def slow_parts(
    encoded: tf.Tensor, pixels: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Counts what takes long to decode though it takes few bytes.

    Args:
        encoded: scalar string tensor, the bytes of a JPEG or PNG file.
        pixels: int64 scalar > 0, by its header.

    Returns:
        How many scans a JPEG has, or texts a PNG, int64, counted as far as
        is needed; how many are allowed, int64, of scans as many as
        `MOST_SCANS` and `MOST_SCANNED_PIXELS` allow; and what they are
        called, a string.
    """
    allowed = MOST_SCANNED_PIXELS // tf.maximum(pixels, 1)
    return tf.cond(
        is_jpeg(encoded),
        lambda: (
            scan_count(encoded, MOST_SCANS),
            tf.minimum(allowed, MOST_SCANS),
            tf.constant("scans"),
        ),
        lambda: (
            _text_count(encoded),
            tf.constant(MOST_TEXTS, tf.int64),
            tf.constant("zTXt and iTXt chunks"),
        ),
    )


def _text_count(encoded: tf.Tensor) -> tf.Tensor:
    pieces = [split_at(encoded, t, MOST_TEXTS + 1) for t in _PACKED_TEXTS]
    return sum(tf.size(found, tf.int64) - 1 for found in pieces)


def stored_shape(encoded: tf.Tensor) -> tf.Tensor:
    """Reads height and width as they are stored, int32 of shape `(2,)`."""
    return tf.cond(
        is_jpeg(encoded),
        lambda: tf.image.extract_jpeg_shape(encoded)[:2],
        lambda: png_shape(encoded),
    )
