"""EXIF orientation: how a photograph is turned to stand upright.

Phones store what the sensor saw and say in the orientation how to turn it;
viewers, browsers and labeling tools show it upright. What counts is the Exif
orientation of a JPEG or PNG file, and where it has none, that of its XMP
data. The answer is that of `PIL.ImageOps.exif_transpose`.

A label may have been drawn on the upright photograph or on the stored pixels.
Where the orientation swaps height and width, its size tells. Mirrored and
upside down, or of a square photograph, nobody can tell.
"""

import tensorflow as tf

from input_pipeline.decode.exif_tag import exif_orientation
from input_pipeline.decode.jpeg_segments import (
    EXIF_OF_JPEG,
    is_jpeg,
    jpeg_exif,
    split_at,
)
from input_pipeline.decode.plain_jpeg import plain_jpeg_shape
from input_pipeline.decode.png_exif import (
    EXIF_OF_PNG,
    PROFILE_OF_PNG,
    png_exif,
)

AS_STORED, LAST = 1, 8
FIRST_SWAPPED = 5  # from here on, height and width change places
_ROWS_REVERSED = (3, 4, 7, 8)
_COLUMNS_REVERSED = (2, 3, 6, 7)
_XMP = b"tiff:Orientation"


# Traced once, however many graphs use it.
@tf.function(input_signature=[tf.TensorSpec((), tf.string)], autograph=False)
def orientation_of(encoded: tf.Tensor) -> tf.Tensor:
    """Reads the orientation of a JPEG or PNG file.

    Args:
        encoded: scalar string tensor, the bytes of the file.

    Returns:
        int32 scalar, 1 (as stored) to 8. Numbers that have no meaning, 0
        among them, are 1.
    """
    return tf.cond(
        tf.reduce_all(plain_jpeg_shape(encoded) > 0),
        lambda: tf.constant(AS_STORED),
        lambda: _searched(encoded),
    )


def _searched(encoded: tf.Tensor) -> tf.Tensor:
    tiff = tf.where(is_jpeg(encoded), EXIF_OF_JPEG, EXIF_OF_PNG)
    signs = [tiff, PROFILE_OF_PNG, _XMP]
    found = [tf.size(split_at(encoded, sign)) > 1 for sign in signs]
    return tf.cond(
        tf.reduce_any(found),
        lambda: _stated(encoded),
        lambda: tf.constant(AS_STORED),
    )


def read_orientation(encoded: bytes) -> int:
    """The same outside the graph; 1 too where the tag cannot be read."""
    try:
        return int(orientation_of(tf.constant(encoded)))
    except tf.errors.OpError:  # decoding fails on it too, and says so
        return AS_STORED


def turn_upright(image: tf.Tensor, orientation: tf.Tensor) -> tf.Tensor:
    """Turns stored pixels upright.

    Args:
        image: tensor of shape `(height, width, channels)`.
        orientation: int32 scalar, 1 to 8.
    """
    return tf.cond(
        orientation == AS_STORED,
        lambda: image,
        lambda: _turned(image, orientation),
    )


def upright_shape(shape: tf.Tensor, orientation: tf.Tensor) -> tf.Tensor:
    """Height and width of the upright picture, from those stored."""
    return tf.where(orientation >= FIRST_SWAPPED, tf.reverse(shape, [0]), shape)


def stored_window(
    window: tf.Tensor, orientation: tf.Tensor, shape: tf.Tensor
) -> tf.Tensor:
    """Stored place of a window of the upright picture.

    Args:
        window: int32 `(top, left, height, width)` in the upright picture.
        orientation: int32 scalar, 1 to 8.
        shape: int32 height and width as they are stored.
    """
    start, size = window[:2], window[2:]
    mirrored = upright_shape(shape, orientation) - start - size
    is_reversed = tf.stack(
        [_is(orientation, _ROWS_REVERSED), _is(orientation, _COLUMNS_REVERSED)]
    )
    start = tf.where(is_reversed, mirrored, start)
    return tf.concat([upright_shape(x, orientation) for x in (start, size)], 0)


def turn_is_unclear(orientation, height, width):
    """May a label of the upright size be drawn on the stored pixels?

    Args:
        orientation: 1 to 8; an int, or an integer tensor, as the sides.
        height: of the picture.
        width: of the picture.
    """
    sides_hide_it = (orientation < FIRST_SWAPPED) | (height == width)
    return (orientation != AS_STORED) & sides_hide_it


def _stated(encoded):
    tiff = tf.cond(
        is_jpeg(encoded), lambda: jpeg_exif(encoded), lambda: png_exif(encoded)
    )
    stated = exif_orientation(tiff)
    stated = tf.cond(stated > 0, lambda: stated, lambda: _in_xmp(encoded))
    means_a_turn = (stated > AS_STORED) & (stated <= LAST)
    return tf.where(means_a_turn, stated, AS_STORED)


def _turned(image, orientation):
    image = tf.cond(
        orientation >= FIRST_SWAPPED,
        lambda: tf.transpose(image, (1, 0, 2)),
        lambda: image,
    )
    rows = tf.where(_is(orientation, _ROWS_REVERSED), -1, 1)
    columns = tf.where(_is(orientation, _COLUMNS_REVERSED), -1, 1)
    return image[::rows, ::columns]


def _is(orientation, numbers):
    return tf.reduce_any(orientation == tf.constant(numbers))


def _in_xmp(encoded):
    """The orientation that XMP data state, 0 if there is none."""
    pieces = split_at(encoded, _XMP)
    behind = tf.strings.substr(tf.concat([pieces, [""]], 0)[1], 0, 3)
    digit = tf.strings.regex_replace(behind, r'^(?:="|>)([0-9])(?s:.*)$', r"\1")
    is_number = tf.strings.regex_full_match(digit, "[0-9]")
    return tf.strings.to_number(tf.where(is_number, digit, "0"), tf.int32)
